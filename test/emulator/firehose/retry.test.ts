import { expect, test } from "vitest";
import { isLost, retryDelayMs } from "../../../emulator/firehose/retry.ts";

test("doubles the wait from 1 s up to 5 min", () => {
  const waits = [1, 2, 3, 8, 9, 10, 11, 1_000].map(retryDelayMs);
  expect(waits).toEqual([1_000, 2_000, 4_000, 128_000, 256_000, 300_000, 300_000, 300_000]);
});

test("gives data up when they are as old as the retention, and not a millisecond before", () => {
  const day = 24 * 3_600_000;
  expect(isLost(0, 24, day - 1)).toBe(false);
  expect(isLost(0, 24, day)).toBe(true);
});
