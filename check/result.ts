/** What a check found, as plain data: what `--json` writes, and all that a reporter is given. */
import type { NotChecked } from "./configuration.ts";
import type { ReportedMatrix } from "./mutate/reported.ts";
import type { Patch } from "./repair/patch.ts";
import type { SourceLocation } from "./source.ts";
import type { Cause, Outcome } from "./verdict.ts";

export type { ReportedAbility, ReportedAccess, ReportedActor, ReportedEntry } from "./access/reported.ts";
export { waysText } from "./access/words.ts";
export type { NotChecked } from "./configuration.ts";
export type { ReportedFinding, ReportedMatrix } from "./mutate/reported.ts";
export type { Patch } from "./repair/patch.ts";
export { locationText, type SourceLocation } from "./source.ts";

export interface CheckResult {
  readonly subject: CheckSubject;
  readonly verdict: Outcome["kind"];
  /** One line. */
  readonly summary: string;
  readonly isDelivered: boolean;
  readonly object?: Outcome["object"];
  readonly cause?: ReportedCause;
  readonly failures: Outcome["failures"];
  readonly refused: Outcome["refused"];
  /** Where these are true the verdict holds. */
  readonly assumptions: Outcome["assumptions"];
  /** What an inconclusive verdict rests on. */
  readonly restsOn: Outcome["restsOn"];
  /** Present where something is broken; undefined there: nothing that was tried repairs it. */
  readonly repair?: ReportedRepair;
  readonly notChecked: readonly NotChecked[];
  /** What is not well and loses nothing. */
  readonly warnings: Outcome["warnings"];
  /** What each thing is for, where that was asked. */
  readonly matrix?: ReportedMatrix;
  /** How it compares with what was approved, where that was asked. */
  readonly baseline?: ReportedBaseline;
}

export interface ReportedBaseline {
  readonly file: string;
  /** A unified diff; none where everything is as it was approved. */
  readonly differences?: string;
}

export interface CheckSubject {
  readonly deliveryStream: string;
  readonly bucket: string;
  readonly accountA: string;
  readonly accountB: string;
  /** Where the delivery stream is described. */
  readonly source: SourceLocation;
}

/** Without what a repair is derived from; with the places in the input. */
export interface ReportedCause extends Omit<Cause, "denied" | "grounds"> {
  readonly grounds: readonly ReportedGround[];
  /** The place to look at first. */
  readonly source: SourceLocation;
}

export type ReportedGround = Cause["grounds"][number] & { readonly source?: SourceLocation };

/** Was tried: with all of it the delivery works. */
export interface ReportedRepair {
  /** Imperatives. */
  readonly steps: readonly string[];
  /** What it does beside letting the delivery do what it does, a clause each: `also lets … do …`. */
  readonly sideEffects: readonly string[];
  /** Where several accounts have to change something: in which order, or that there is none; a sentence. */
  readonly order?: string;
  readonly patches: readonly Patch[];
  /** What it still rests on whether it works then, where that is not known. */
  readonly restsOn?: string;
}

/** Why a person has to decide on a repair, as a sentence; undefined where it takes nothing and gives nobody else anything. */
export function decisionText({ sideEffects }: ReportedRepair): string | undefined {
  return sideEffects.length === 0 ? undefined : `A person has to decide: it ${sideEffects.join("; it ")}.`;
}
