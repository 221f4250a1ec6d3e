import { expect, test } from "vitest";
import { type Rate, type TokenBucket, takeToken } from "../../../emulator/model/token-bucket.ts";

/** Whether each of the calls, made at these moments, got a token. */
function takenAt(rate: Rate, ...momentsMs: readonly number[]): readonly boolean[] {
  let bucket: TokenBucket | undefined;
  return momentsMs.map((nowMs) => {
    const outcome = takeToken(bucket, rate, nowMs);
    bucket = outcome.bucket;
    return outcome.taken;
  });
}

const fivePerSecond = { perSecond: 5, burst: 2 };

test("lets a burst through at once, and nothing beyond it", () => {
  expect(takenAt(fivePerSecond, 0, 0, 0)).toEqual([true, true, false]);
});

test("lets the next call through when its token has come in, and not a moment before", () => {
  expect(takenAt(fivePerSecond, 0, 0, 199, 200, 200)).toEqual([true, true, false, true, false]);
});

test("holds no more than a burst, however long nobody calls", () => {
  expect(takenAt(fivePerSecond, 0, 3_600_000, 3_600_000, 3_600_000)).toEqual([true, true, true, false]);
});

test("does not take the refused calls for calls: they do not push the next token away", () => {
  expect(takenAt({ perSecond: 1, burst: 1 }, 0, 100, 500, 999, 1_000)).toEqual([true, false, false, false, true]);
});

test("gives nothing for a clock that was set back", () => {
  expect(takenAt({ perSecond: 1, burst: 1 }, 5_000, 0, 4_000, 5_000, 6_000)).toEqual([true, false, false, false, true]);
});
