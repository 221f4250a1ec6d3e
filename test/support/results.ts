import {
  countVerdicts,
  type RunResult,
  type ScenarioResult,
  type StepResult,
  type Verdict,
} from "../../harness/result.ts";

export const passed: Verdict = { kind: "passed" };

export function failedWith(message: string): Verdict {
  return { kind: "failed", failure: { short: message.split("\n")[0] ?? "", message } };
}

export function stepResult(title: string, more: Partial<StepResult> = {}): StepResult {
  return { title, kind: "action", phase: "given", verdict: passed, durationMs: 12, facts: [], steps: [], ...more };
}

export function scenarioResult(
  name: string,
  verdict: Verdict = passed,
  more: Partial<ScenarioResult> = {},
): ScenarioResult {
  const setting = [{ name: "seed", value: "7" }];
  return { name, title: `title of ${name}`, verdict, durationMs: 1_234, steps: [], leftBehind: [], setting, ...more };
}

export function runResult(scenarios: readonly ScenarioResult[], more: Partial<RunResult> = {}): RunResult {
  return {
    version: "0.1.0",
    target: "embedded",
    startedAt: "2026-11-24T09:00:00.000Z",
    durationMs: 60_000,
    counts: countVerdicts(scenarios),
    scenarios,
    ...more,
  };
}
