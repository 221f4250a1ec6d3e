import type { Finding, Measurement } from "../result.ts";

/** What a target's controls came to, by name. */
export type Findings = ReadonlyMap<string, Finding>;

/** What was measured, to be asked by a control's name. */
export function findingsOf({ controls }: Measurement): Findings {
  return new Map(controls.map(({ name, finding }) => [name, finding]));
}

/**
 * Why nothing can be concluded from what leans on these controls; undefined where all of them hold. Also one that nobody
 * has measured is no ground to stand on.
 */
export function unreliable(leansOn: readonly string[], findings: Findings): string | undefined {
  for (const name of leansOn) {
    const finding = findings.get(name) ?? { kind: "not-measured", because: "there is no such control" };
    if (finding.kind === "fails") return `${finding.observed} (control ${name}; docs/targets.md)`;
    if (finding.kind === "not-measured") return `control ${name} was not measured: ${finding.because}`;
  }
  return undefined;
}
