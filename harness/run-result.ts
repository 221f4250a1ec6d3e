import type { Evidence } from "./evidence/evidence.ts";

export type Verdict =
  | { readonly kind: "passed" }
  | { readonly kind: "failed"; readonly failure: Failure }
  /** The target cannot tell right from wrong here, or the scenario could not be played on it. */
  | { readonly kind: "inconclusive"; readonly because: string };

export interface Failure {
  /** One line. */
  readonly short: string;
  /** Everything there is to say, several lines where it helps. */
  readonly message: string;
  /** AWS's error code, where an AWS call failed. */
  readonly code?: string;
  readonly expected?: string;
  readonly received?: string;
  /** Where in the code, for the author of a scenario. */
  readonly stack?: string;
}

export type Phase = "given" | "when" | "outcome" | "clean-up";

/** Something seen on the way that a reader wants to see too: an object's key, its owner. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

export interface StepResult {
  readonly title: string;
  /** A check judges what was seen and lets the scenario go on; a failed action ends it. */
  readonly kind: "action" | "check";
  readonly phase: Phase;
  readonly verdict: Verdict;
  readonly durationMs: number;
  /** Of a wait for an object: from the first record put until it was seen, of the target's time. */
  readonly latencyMs?: number;
  readonly facts: readonly Fact[];
  /** What it consisted of, in the order of their start. */
  readonly steps: readonly StepResult[];
  /** The calls that it made itself, by their position in the evidence; where evidence was asked for. */
  readonly calls?: readonly number[];
}

export interface ScenarioResult {
  readonly name: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly durationMs: number;
  readonly steps: readonly StepResult[];
  /** What could not be removed again; a scenario that leaves something behind has failed. */
  readonly leftBehind: readonly Failure[];
  /** What it takes to see the same again: account ids, seed. */
  readonly setting: readonly Fact[];
  /** Where it was asked for, and the scenario was played. */
  readonly evidence?: Evidence;
}

/** What a control came to on a target. */
export type Finding =
  /** The target does as AWS does: a check that leans on this can fail there. */
  | { readonly kind: "holds" }
  /** It does something else, which a check that leans on this would take for a success. `observed` is a clause. */
  | { readonly kind: "fails"; readonly observed: string }
  /** It could not be found out, so that nothing may lean on it. */
  | { readonly kind: "not-measured"; readonly because: string };

export interface ControlResult {
  readonly name: string;
  /** What AWS does, as a sentence. */
  readonly title: string;
  readonly finding: Finding;
  readonly durationMs: number;
}

/** What a target can and cannot prove. */
export interface Measurement {
  readonly controls: readonly ControlResult[];
  readonly durationMs: number;
  /** What the controls made and could not remove again. */
  readonly leftBehind: readonly Failure[];
}

/** Which part of a run its results are, where several machines play a part each. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
  /** The names of all scenarios of the run, in its order. */
  readonly scenarios: readonly string[];
}

export interface RunResult {
  /** Of the program that played it. */
  readonly version?: string;
  /** Of a part of a run. */
  readonly shard?: Shard;
  readonly target: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly counts: Readonly<Record<Verdict["kind"], number>>;
  /** How far the target could be trusted; none where nothing was measured. */
  readonly measurement?: Measurement;
  /** How much the target was used: calls in each account. None where it does not count. */
  readonly usage?: readonly Fact[];
  readonly scenarios: readonly ScenarioResult[];
}

/** What happens while it happens, for live progress. */
export type RunEvent =
  | { readonly kind: "controls-measured"; readonly measurement: Measurement }
  | {
      readonly kind: "scenario-started";
      readonly name: string;
      readonly title: string;
      readonly setting: readonly Fact[];
    }
  /** `scenario`: its name; those of several that are played side by side come mixed. */
  | (StepEvent & { readonly scenario: string })
  | { readonly kind: "scenario-ended"; readonly result: ScenarioResult };

export type StepEvent =
  /** `depth` 0 is a step of the scenario itself, 1 a part of it, and so on. */
  | { readonly kind: "step-started"; readonly title: string; readonly phase: Phase; readonly depth: number }
  /** Something is looked for and was not there yet. */
  | { readonly kind: "waiting"; readonly phase: Phase; readonly wait: Wait }
  | { readonly kind: "step-ended"; readonly step: StepResult; readonly depth: number };

/** How it stands with a wait. Milliseconds of the target's time, since it began. */
export interface Wait {
  /** Ends the sentence "waiting for …". */
  readonly awaited: string;
  readonly elapsedMs: number;
  /** When it fails. */
  readonly deadlineMs: number;
  /** When it can have happened at the earliest, where that is known: Firehose keeps data for its buffering interval. */
  readonly expectedMs?: number;
  /** What there is instead; absent before the first look. */
  readonly lastSeen?: string;
  /** What Firehose wrote last to CloudWatch Logs: `S3.AccessDenied: …`. */
  readonly lastError?: string;
}

/** The verdict of what held. */
export const passed: Verdict = { kind: "passed" };

/** The worst of several, the first among equals: failed, then inconclusive, then passed. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return (
    verdicts.find(({ kind }) => kind === "failed") ?? verdicts.find(({ kind }) => kind === "inconclusive") ?? passed
  );
}

/** How many scenarios came to each verdict. */
export function countVerdicts(scenarios: readonly ScenarioResult[]): RunResult["counts"] {
  const count = (kind: Verdict["kind"]) => scenarios.filter(({ verdict }) => verdict.kind === kind).length;
  return { passed: count("passed"), failed: count("failed"), inconclusive: count("inconclusive") };
}
