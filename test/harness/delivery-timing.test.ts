import { describe, expect, test } from "vitest";
import { earliestDeliveryMs } from "../../harness/delivery-timing.ts";

const buffering = { intervalInSeconds: 60, sizeInMiB: 1 };
const MiB = 1024 * 1024;

describe("when the first object can be there", () => {
  test("the interval after the first record that the delivery stream reads", () => {
    const puts = [5_000, 10_000, 20_000].map((atMs) => ({ atMs, bytes: 10 }));
    expect(earliestDeliveryMs(puts, { readsSinceMs: 10_000, buffering })).toBe(70_000);
  });

  test("is not known where no record was put since", () => {
    const settings = { readsSinceMs: 10_000, buffering };
    expect(earliestDeliveryMs([{ atMs: 9_999, bytes: 10 }], settings)).toBeUndefined();
  });

  test("is not known where the records may fill the buffer before, and is where they do not", () => {
    const settings = { readsSinceMs: 0, buffering };
    const half = { atMs: 0, bytes: MiB / 2 };
    expect(earliestDeliveryMs([half, half], settings)).toBeUndefined();
    expect(earliestDeliveryMs([half, { atMs: 0, bytes: MiB / 2 - 1 }], settings)).toBe(60_000);
  });
});
