import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { embedded, run as play, runScenario } from "../../harness/index.ts";
import type { RunResult } from "../../harness/result.ts";
import { jsonReport } from "../../report/json.ts";
import { runSchema } from "../../report/run-schema.ts";
import { crossAccountDelivery } from "../../scenarios/cross-account-delivery.ts";
import { failedWith, runResult, scenarioResult, stepResult } from "../support/results.ts";

const run = runResult(
  [
    scenarioResult("one", failedWith("no\nobject"), {
      steps: [stepResult("wait", { latencyMs: 61_000, steps: [stepResult("part")] })],
    }),
    scenarioResult("two", { kind: "inconclusive", because: "no AWS CLI" }),
  ],
  {
    shard: { index: 1, count: 2, scenarios: ["one", "two", "three"] },
    usage: [{ name: "account A", value: "12 calls" }],
  },
);

const format = "firehose-crosscheck/run/1";

test("a run as JSON is the run itself, with the name of its format", () => {
  expect(JSON.parse(jsonReport(run))).toEqual({ format, ...run });
});

describe("a run that is read back", () => {
  test("is the run that was written", () => {
    expect(v.parse(runSchema, JSON.parse(jsonReport(run)))).toEqual({ format, ...run });
  });

  test("is the run that was written where it was really played, with evidence", async () => {
    const played: RunResult = {
      ...(await play([], embedded())),
      scenarios: [await runScenario(crossAccountDelivery, embedded(), { evidence: true })],
    };
    const written = JSON.parse(jsonReport(played));
    expect(v.parse(runSchema, written)).toEqual(written);
  });

  test.each<[string, object]>([
    ["another format", { format: "firehose-crosscheck/run/2" }],
    ["no target", { target: undefined }],
    ["a verdict that is none", { scenarios: [{ ...scenarioResult("one"), verdict: { kind: "fine" } }] }],
    ["a failure without a message", { scenarios: [scenarioResult("one", { kind: "failed" } as never)] }],
    [
      "a step inside a step that is none",
      { scenarios: [scenarioResult("one", undefined, { steps: [stepResult("a", { steps: [{} as never] })] })] },
    ],
    ["a negative duration", { durationMs: -1 }],
    ["a time that is none", { startedAt: "yesterday" }],
    ["evidence that is none", { scenarios: [{ ...scenarioResult("one"), evidence: {} }] }],
  ])("is refused with %s", (_title, change) => {
    const data = JSON.parse(JSON.stringify({ format, ...run, ...change }));
    expect(v.safeParse(runSchema, data).success).toBe(false);
  });
});
