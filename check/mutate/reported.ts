import type { Configuration } from "../configuration.ts";
import { type MatrixSettings, matrixOf } from "./matrix.ts";
import type { Finding } from "./purpose.ts";

/** A matrix as plain data. */
export interface ReportedMatrix {
  readonly findings: readonly ReportedFinding[];
  readonly durationMs: number;
}

export type ReportedFinding = Omit<Finding, "mutation"> &
  Pick<Finding["mutation"], "id" | "side" | "kind" | "element" | "text">;

export async function reportedMatrix(
  configuration: Configuration,
  settings: MatrixSettings & { readonly now: () => number },
): Promise<ReportedMatrix> {
  const startedAtMs = settings.now();
  const { findings } = await matrixOf(configuration, settings);
  return { findings: findings.map(reported), durationMs: settings.now() - startedAtMs };
}

function reported({ mutation, ...shown }: Finding): ReportedFinding {
  const { id, side, kind, element, text } = mutation;
  return { id, side, kind, element, text, ...shown };
}
