import { describe, expect, test } from "vitest";
import { didYouMean, nearest } from "../../harness/nearest.ts";

const names = ["cross-account-delivery", "denied", "ownership"];

describe("a mistyped name", () => {
  test.each([
    ["cross-account-delivry", "cross-account-delivery"],
    ["denid", "denied"],
    ["Ownership", "ownership"],
  ])("%s is taken for %s", (name, meant) => {
    expect(nearest(name, names)).toBe(meant);
    expect(didYouMean(name, names)).toBe(`did you mean \`${meant}\`?`);
  });

  test("is not taken for something far from it", () => {
    expect(nearest("kinesis", names)).toBeUndefined();
    expect(didYouMean("kinesis", names)).toBe("there are: cross-account-delivery, denied, ownership");
  });
});
