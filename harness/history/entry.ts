import type { RunResult, StepResult, Verdict } from "../run-result.ts";

/** What the history keeps of one scenario in one run. */
export interface HistoryEntry {
  readonly scenario: string;
  readonly target: string;
  /** Of the run, ISO 8601. */
  readonly startedAt: string;
  /** Of the program that played it; empty where the results do not say. */
  readonly version: string;
  readonly verdict: Verdict["kind"];
  /** Why it did not pass, in one line; empty where it did. */
  readonly short: string;
  readonly durationMs: number;
  /** Of its deliveries, in their order: from the first record put until the object was seen, of the target's time. */
  readonly latenciesMs: readonly number[];
}

/** One entry a scenario. Times are in UTC. */
export function entriesOf({ target, startedAt, version = "", scenarios }: RunResult): readonly HistoryEntry[] {
  return scenarios.map(({ name, verdict, durationMs, steps }) => ({
    scenario: name,
    target,
    startedAt: new Date(startedAt).toISOString(),
    version,
    verdict: verdict.kind,
    short: shortOf(verdict),
    durationMs,
    latenciesMs: latenciesOf(steps),
  }));
}

function shortOf(verdict: Verdict): string {
  if (verdict.kind === "passed") return "";
  return verdict.kind === "failed" ? verdict.failure.short : verdict.because;
}

function latenciesOf(steps: readonly StepResult[]): readonly number[] {
  return steps.flatMap(({ latencyMs, steps: parts }) => [
    ...(latencyMs === undefined ? [] : [latencyMs]),
    ...latenciesOf(parts),
  ]);
}
