/** What each thing in a configuration is for, as text. */
import type { CheckSubject, ReportedFinding, ReportedMatrix } from "../check/result.ts";
import { durationText } from "./duration.ts";
import { type MatrixGroup, matrixGroups } from "./matrix-groups.ts";
import { type Colour, type Output, painter } from "./output.ts";
import { oneLine } from "./printable.ts";

/** Ends with a line break. */
export function matrixText(
  { findings, durationMs }: ReportedMatrix,
  { accountA, accountB }: Pick<CheckSubject, "accountA" | "accountB">,
  output: Output,
): string {
  const paint = painter(output);
  const hasSides = accountA !== accountB;
  const parts = matrixGroups(findings).map((group) => {
    const lines = group.members.map((finding) => findingText(finding, hasSides, (text) => paint("dim", text)));
    return [`${paint(colourOf(group), group.title)} (${group.members.length})`, ...lines].join("\n");
  });
  const head = `What each thing is for: ${findings.length} changes, one at a time, in ${durationText(durationMs)}`;
  return `${[head, ...parts].join("\n\n")}\n`;
}

function colourOf({ tone }: MatrixGroup): Colour {
  return tone === "bad" ? "red" : tone === "open" ? "yellow" : "bold";
}

function findingText(
  { side, text, failure, grants, takes, changes }: ReportedFinding,
  hasSides: boolean,
  dim: (text: string) => string,
): string {
  const details = [failure, ...grants, ...takes, ...changes].filter((detail) => detail !== undefined);
  return [
    `  ${hasSides ? `${side}  ` : ""}${oneLine(text)}`,
    ...details.map((detail) => dim(`       ${oneLine(detail)}`)),
  ].join("\n");
}
