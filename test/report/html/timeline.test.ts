import { describe, expect, test } from "vitest";
import type { AttemptEvidence, Evidence } from "../../../harness/result.ts";
import { timelineOf } from "../../../report/html/timeline.ts";
import { play } from "../diagram/play.ts";

const flow = await play("cross-account-delivery");
const denied = await play("permissions/bucket-policy-without-s3-put-object");

function told(evidence: Evidence): readonly string[] {
  const events = timelineOf(evidence);
  const start = events[0]?.at ?? 0;
  return events.map(({ at, tone, title }) => `+${Math.round((at - start) / 1000)} ${tone}: ${title}`);
}

describe("the timeline", () => {
  test("goes from the record to the object", () => {
    expect(told(flow.evidence).map((line) => line.replace(/\d+ times/, "N times"))).toEqual([
      "+0 plain: account A puts a record",
      "+0 plain: Firehose buffers for 5 min 01 s",
      "+0 plain: the bucket is looked at N times",
      "+301 good: attempt 1: the object is written",
      "+302 good: account B reads the object",
    ]);
  });

  test("has the attempts that fail, and when each is tried again", () => {
    expect(told(denied.evidence)).toContainEqual(
      expect.stringMatching(/^\+6[01] bad: attempt 1 fails with S3\.AccessDenied, again in 1 s$/),
    );
  });

  test("tells many attempts by the first and the last", () => {
    const [first] = denied.evidence.attempts;
    const attempts = Array.from({ length: 40 }, (_each, at): AttemptEvidence => {
      if (first === undefined) throw new Error("no attempt");
      return { ...first, attempt: at + 1, at: first.at + at * 60_000, retryAt: first.at + (at + 1) * 60_000 };
    });
    const lines = told({ ...denied.evidence, attempts }).filter((line) => line.includes("attempt"));
    expect(lines.map((line) => line.replace(/^\+\d+ /, ""))).toEqual([
      "bad: attempt 1 fails with S3.AccessDenied, again in 1 min 00 s",
      "bad: attempt 2 fails with S3.AccessDenied, again in 1 min 00 s",
      "bad: attempt 3 fails with S3.AccessDenied, again in 1 min 00 s",
      "bad: 36 more attempts",
      "bad: attempt 40 fails with S3.AccessDenied, again in 1 min 00 s",
    ]);
  });

  test("is empty where no record was put", () => {
    expect(timelineOf({ ...flow.evidence, calls: [] })).toEqual([]);
  });
});
