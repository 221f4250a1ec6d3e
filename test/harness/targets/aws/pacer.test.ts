import { expect, test } from "vitest";
import { pacer } from "../../../../harness/targets/aws/pacer.ts";
import { fakeContext } from "../../fake-context.ts";

test("a caller is let through a second after the one before, at the earliest", async () => {
  const context = fakeContext();
  const pace = pacer(context.sandbox.time, 1_000);
  const through: number[] = [];
  const { time } = context.sandbox;
  for (let caller = 0; caller < 3; caller++) {
    await pace();
    through.push(time.now());
  }
  expect(through).toEqual([0, 1_000, 2_000]);
});

test("a caller who comes late enough does not wait", async () => {
  const context = fakeContext();
  const { time } = context.sandbox;
  const pace = pacer(time, 1_000);
  await pace();
  await time.wait(1_500);
  await pace();
  await pace();
  expect(context.waits).toEqual([1_500, 1_000]);
});
