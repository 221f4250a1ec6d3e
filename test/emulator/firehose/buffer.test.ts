import { expect, test } from "vitest";
import { dueAtMs, type Fill, fillWith, isFull } from "../../../emulator/firehose/buffer.ts";

const hints = { sizeMiB: 1, intervalSeconds: 300 };
const record = (bytes: number, arrivedAtMs = 0) => ({ bytes, arrivedAtMs });

function filled(...sizes: readonly number[]): Fill {
  let fill: Fill | undefined;
  for (const size of sizes) fill = fillWith(fill, record(size), 0);
  if (fill === undefined) throw new RangeError("no sizes were given");
  return fill;
}

test("is full when the size is reached and not a byte before", () => {
  expect(isFull(filled(1024 * 1024 - 1), hints)).toBe(false);
  expect(isFull(filled(1024 * 1024 - 1, 1), hints)).toBe(true);
});

test("is due an interval after its first record, whatever comes later", () => {
  const fill = fillWith(fillWith(undefined, record(1), 10_000), record(1), 200_000);
  expect(dueAtMs(fill, hints, 0)).toBe(310_000);
});

test("is due at once with an interval of 0", () => {
  expect(dueAtMs(fillWith(undefined, record(1), 10_000), { ...hints, intervalSeconds: 0 }, 60_000)).toBe(10_000);
});

test("is due no sooner than the least interval, where there is one", () => {
  const fill = fillWith(undefined, record(1), 10_000);
  expect(dueAtMs(fill, { ...hints, intervalSeconds: 1 }, 60_000)).toBe(70_000);
  expect(dueAtMs(fill, { ...hints, intervalSeconds: 1 }, 0)).toBe(11_000);
  expect(dueAtMs(fill, { ...hints, intervalSeconds: 61 }, 60_000)).toBe(71_000);
});

test("remembers the oldest arrival, in whatever order the records came", () => {
  const fill = fillWith(fillWith(undefined, record(3, 500), 1_000), record(4, 200), 1_000);
  expect(fill).toEqual({ records: 2, bytes: 7, bufferedSinceMs: 1_000, oldestArrivalMs: 200 });
});
