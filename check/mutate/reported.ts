import type { Configuration } from "../configuration.ts";
import { findPolicy } from "../places/places.ts";
import type { SourceLocation } from "../source.ts";
import { wholeWorldOf } from "../unknown/judge.ts";
import { asWritten, inWords } from "../unknown/world.ts";
import { type MatrixSettings, matrixOf } from "./matrix.ts";
import type { Mutation } from "./mutation.ts";
import type { Finding } from "./purpose.ts";

/** A matrix as plain data. */
export interface ReportedMatrix {
  readonly findings: readonly ReportedFinding[];
  readonly durationMs: number;
}

export type ReportedFinding = Omit<Finding, "mutation"> &
  Pick<Finding["mutation"], "id" | "side" | "kind" | "element" | "text"> & {
    /** What it is done to. */
    readonly source?: SourceLocation;
  };

export async function reportedMatrix(
  configuration: Configuration,
  settings: MatrixSettings & { readonly now: () => number },
): Promise<ReportedMatrix> {
  const startedAtMs = settings.now();
  const { findings } = await matrixOf(configuration, settings);
  const world = wholeWorldOf(configuration);
  const told = findings.map((finding) => reported(configuration, finding));
  return {
    findings: inWords(world.configuration, asWritten(world, told)),
    durationMs: settings.now() - startedAtMs,
  };
}

function reported(configuration: Configuration, { mutation, ...shown }: Finding): ReportedFinding {
  const { id, side, kind, element, text } = mutation;
  const source = sourceOf(configuration, mutation.change);
  return { id, side, kind, element, text, ...shown, ...(source !== undefined && { source }) };
}

/** The statement that is changed, else its policy. */
function sourceOf(configuration: Configuration, change: Mutation["change"]): SourceLocation | undefined {
  if (!("place" in change)) return undefined;
  const policy = findPolicy(configuration, change.place);
  const [, index] = change.kind === "edit-policy" ? (change.edits[0]?.path ?? []) : [];
  return policy?.statements?.[typeof index === "number" ? index : 0] ?? policy?.source;
}
