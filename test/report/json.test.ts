import { expect, test } from "vitest";
import type { RunResult } from "../../harness/result.ts";
import { jsonReport } from "../../report/json.ts";

test("a run as JSON is the run itself, with the name of its format", () => {
  const run: RunResult = {
    target: "embedded",
    startedAt: "2026-11-24T09:00:00.000Z",
    durationMs: 12,
    counts: { passed: 0, failed: 0, inconclusive: 0 },
    scenarios: [],
  };
  expect(JSON.parse(jsonReport(run))).toEqual({ format: "firehose-crosscheck/run/1", ...run });
});
