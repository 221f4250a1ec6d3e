import { describe, expect, test } from "vitest";
import { unreliable } from "../../../harness/controls/reliance.ts";
import type { Finding } from "../../../harness/result.ts";

const findings = new Map<string, Finding>([
  ["time-passes", { kind: "holds" }],
  ["owners-differ", { kind: "fails", observed: "every account is the same" }],
  ["keys-differ", { kind: "not-measured", because: "KMS does not answer" }],
]);

describe("what leans on controls", () => {
  test("stands where all of them hold, and where there are none", () => {
    expect(unreliable(["time-passes"], findings)).toBeUndefined();
    expect(unreliable([], findings)).toBeUndefined();
  });

  test("falls with the first that does not hold, by what was observed", () => {
    expect(unreliable(["time-passes", "owners-differ", "keys-differ"], findings)).toBe(
      "every account is the same (control owners-differ; docs/targets.md)",
    );
  });

  test("falls with one that was not measured", () => {
    expect(unreliable(["keys-differ"], findings)).toBe("control keys-differ was not measured: KMS does not answer");
  });

  test("falls with one that nobody has written", () => {
    expect(unreliable(["moon-is-round"], findings)).toBe(
      "control moon-is-round was not measured: there is no such control",
    );
  });
});
