import { expect, test } from "vitest";
import { admit, throughputOf, type Usage } from "../../../emulator/firehose/throughput.ts";

const limits = { requests: 2, records: 3, bytes: 100 };

test("takes records until the second's records or bytes are used up, and again in the next second", () => {
  const first = admit(undefined, limits, [50, 60, 40, 10], 1_000);
  expect(first.taken).toEqual([true, false, true, true]);
  expect(admit(first.usage, limits, [0], 1_999).taken).toEqual([false]);
  expect(admit(first.usage, limits, [0], 2_000).taken).toEqual([true]);
});

test("takes nothing of a request beyond the second's requests", () => {
  let usage: Usage | undefined;
  const taken = [1, 2, 3].map(() => {
    const answer = admit(usage, limits, [1], 1_000);
    usage = answer.usage;
    return answer.taken;
  });
  expect(taken).toEqual([[true], [true], [false]]);
});

test("is larger in the three large regions", () => {
  expect(throughputOf("eu-west-1").bytes).toBe(5 * 1024 * 1024);
  expect(throughputOf("eu-central-1").bytes).toBe(1024 * 1024);
});
