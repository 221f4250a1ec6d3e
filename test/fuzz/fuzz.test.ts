import { expect, test } from "vitest";
import { fuzz } from "./run.ts";

/** Another one each time; a failure names it, and `FUZZ_SEED` brings it back. */
const seed = Number(process.env.FUZZ_SEED ?? crypto.getRandomValues(new Uint32Array(1))[0]);
const inputs = 3_000;

test(`answers ${inputs} hostile inputs with AWS's errors and lets none through (seed ${seed})`, async () => {
  const { problems, statuses } = await fuzz(seed, inputs);
  expect(problems).toEqual([]);
  // A run in which everything fails at the door would prove nothing about the rooms behind it.
  const answered = (pattern: RegExp) =>
    [...statuses].filter(([what]) => pattern.test(what)).reduce((sum, [, count]) => sum + count, 0);
  expect(answered(/^owner .* 2\d\d$/)).toBeGreaterThan(inputs / 300);
  expect(answered(/^owner .* 400$/)).toBeGreaterThan(inputs / 100);
  expect(answered(/^unauthorized .* 40[03]$/)).toBeGreaterThan(inputs / 20);
  expect(answered(/^unauthenticated .* 403$/)).toBeGreaterThan(inputs / 20);
});
