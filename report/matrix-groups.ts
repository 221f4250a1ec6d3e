import type { ReportedFinding } from "../check/result.ts";

/** Findings that mean the same to a reader. */
export interface MatrixGroup {
  readonly title: string;
  /** `bad`: somebody gains access; `open`: worth a look; undefined: as it should be. */
  readonly tone?: "bad" | "open";
  readonly members: readonly ReportedFinding[];
}

const groups: readonly (Omit<MatrixGroup, "members"> & { readonly has: (finding: ReportedFinding) => boolean })[] = [
  { title: "gives access to somebody who should have none", tone: "bad", has: ({ grants }) => grants.length > 0 },
  { title: "load-bearing: without it the delivery does not work", has: is("load-bearing") },
  { title: "breaks the delivery when it is so", has: is("breaking") },
  { title: "used: without it something is refused, and the delivery goes on", has: is("used") },
  { title: "for others: the delivery does not need it, and somebody else does", has: is("for-others") },
  { title: "redundant: something else gives the same", has: is("redundant") },
  { title: "documented: AWS lists it, and nothing here uses it", has: is("documented") },
  { title: "excess: nothing uses it, and all of it can go together", tone: "open", has: is("excess") },
  { title: "makes no difference", has: is("harmless") },
];

function is(effect: ReportedFinding["effect"]): (finding: ReportedFinding) => boolean {
  return (finding) => finding.effect === effect && finding.grants.length === 0;
}

/** In the order of what a reader wants to know first; none without members. */
export function matrixGroups(findings: readonly ReportedFinding[]): readonly MatrixGroup[] {
  return groups
    .map(({ has, ...group }) => ({ ...group, members: findings.filter(has) }))
    .filter(({ members }) => members.length > 0);
}
