import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import type { RunEvent, RunResult, ScenarioResult, StepResult, Verdict } from "../../harness/result.ts";
import { textReport } from "../../report/text.ts";

const passed: Verdict = { kind: "passed" };

function step(title: string, verdict: Verdict = passed, facts: StepResult["facts"] = []): StepResult {
  return { title, kind: "action", phase: "given", verdict, durationMs: 12.4, facts, steps: [] };
}

function result(steps: readonly StepResult[], verdict: Verdict = passed): ScenarioResult {
  const setting = [{ name: "seed", value: "7" }];
  return { name: "flow", title: "it arrives", verdict, durationMs: 1_234, steps, leftBehind: [], setting };
}

function eventsOf(scenario: ScenarioResult): readonly RunEvent[] {
  const { name, title, setting } = scenario;
  return [
    { kind: "scenario-started", name, title, setting },
    ...scenario.steps.flatMap((each): readonly RunEvent[] => [
      { kind: "step-started", title: each.title, phase: each.phase, depth: 0, scenario: name },
      { kind: "step-started", title: "a part", phase: each.phase, depth: 1, scenario: name },
      { kind: "step-ended", step: step("a part"), depth: 1, scenario: name },
      { kind: "step-ended", step: each, depth: 0, scenario: name },
    ]),
    { kind: "scenario-ended", result: scenario },
  ];
}

function written(scenario: ScenarioResult, steps: "all" | "of-failed", terminal = {}): string {
  let text = "";
  const report = textReport({ output: { write: (more) => (text += more), ...terminal }, steps });
  for (const event of eventsOf(scenario)) report.onEvent(event);
  return text;
}

/** Lines without the padding between title and duration. */
function lines(text: string): readonly string[] {
  return text.split("\n").map((line) => line.replaceAll(/ {2,}(?=\d+ ms)/g, " | "));
}

test("a quiet run tells of what failed alone, with its steps, and never what goes on", () => {
  const failed: Verdict = { kind: "failed", failure: { short: "none", message: "no object" } };
  let text = "";
  const report = textReport({
    output: { write: (more) => (text += more), isTTY: true },
    steps: "all",
    only: ["failed"],
  });
  for (const event of eventsOf(result([step("pass")]))) report.onEvent(event);
  for (const event of eventsOf(result([step("skip")], { kind: "inconclusive", because: "unknown" })))
    report.onEvent(event);
  expect(text).toBe("");
  for (const event of eventsOf(result([step("fail", failed)], failed))) report.onEvent(event);
  expect(lines(stripVTControlCharacters(text))).toEqual([
    "✗ flow: it arrives  1.23 s",
    "  seed 7",
    expect.stringMatching(/^ {2}✗ fail/),
    "      no object",
    "",
  ]);
});

describe("a run as text", () => {
  test("shows each step with its time and its facts, then the verdict", () => {
    const facts = [
      { name: "key", value: "2026/11/24/report" },
      { name: "owner", value: "account B" },
    ];
    expect(lines(written(result([step("make a bucket"), step("look", passed, facts)]), "all"))).toEqual([
      "flow: it arrives",
      "  seed 7",
      "  ✓ make a bucket | 12 ms",
      "  ✓ look | 12 ms",
      "      key    2026/11/24/report",
      "      owner  account B",
      "✓ passed: it arrives  1.23 s",
      "",
      "",
    ]);
  });

  test("shows one line for a scenario that passed where not every step is asked for", () => {
    expect(written(result([step("make a bucket")]), "of-failed")).toBe("✓ flow: it arrives  1.23 s\n");
  });

  test("shows the steps of a scenario that failed, with the whole message once", () => {
    const failed: Verdict = { kind: "failed", failure: { short: "no object", message: "no object\nlast seen: none" } };
    expect(lines(written(result([step("make a bucket"), step("look", failed)], failed), "of-failed"))).toEqual([
      "✗ flow: it arrives  1.23 s",
      "  seed 7",
      "  ✓ make a bucket | 12 ms",
      "  ✗ look | 12 ms",
      "      no object",
      "      last seen: none",
      "",
    ]);
  });

  test("shows a failure that belongs to no step", () => {
    const failed: Verdict = { kind: "failed", failure: { short: "no target", message: "the target does not answer" } };
    expect(written(result([], failed), "of-failed")).toContain("\n  the target does not answer\n");
  });

  test("says why a scenario is inconclusive", () => {
    const verdict: Verdict = { kind: "inconclusive", because: "there is no AWS CLI" };
    expect(written(result([], verdict), "all")).toContain("  there is no AWS CLI\n? inconclusive: it arrives");
  });

  test("writes no control characters anywhere else", () => {
    expect(written(result([step("make a bucket")]), "all")).not.toContain("\u001b");
  });
});

describe("the last line", () => {
  const run: RunResult = {
    target: "embedded",
    startedAt: "2026-11-24T09:00:00.000Z",
    durationMs: 65_000,
    counts: { passed: 3, failed: 0, inconclusive: 1 },
    scenarios: [],
  };

  test.each([
    [run.counts, "3 passed, 1 inconclusive on embedded in 1 min 05 s\n"],
    [{ passed: 0, failed: 2, inconclusive: 0 }, "2 failed on embedded in 1 min 05 s\n"],
    [{ passed: 0, failed: 0, inconclusive: 0 }, "nothing was run on embedded in 1 min 05 s\n"],
  ])("counts what there is (%j)", (counts, expected) => {
    let text = "";
    textReport({ output: { write: (more) => (text += more) }, steps: "all" }).finish({ ...run, counts });
    expect(text).toBe(expected);
  });
});
