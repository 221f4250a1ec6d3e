/** What each thing in a configuration is for, as text. */
import type { ReportedFinding, ReportedMatrix } from "../check/result.ts";
import { durationText } from "./duration.ts";
import { type Colour, type Output, painter } from "./output.ts";
import { printable } from "./printable.ts";

interface Group {
  readonly title: string;
  readonly colour: Colour;
  readonly has: (finding: ReportedFinding) => boolean;
}

/** In the order of what a reader wants to know first. */
const groups: readonly Group[] = [
  { title: "gives access to somebody who should have none", colour: "red", has: ({ grants }) => grants.length > 0 },
  { title: "load-bearing: without it the delivery does not work", colour: "bold", has: is("load-bearing") },
  { title: "breaks the delivery when it is so", colour: "yellow", has: is("breaking") },
  { title: "used: without it something is refused, and the delivery goes on", colour: "bold", has: is("used") },
  { title: "redundant: something else gives the same", colour: "bold", has: is("redundant") },
  { title: "documented: AWS lists it, and nothing here uses it", colour: "dim", has: is("documented") },
  { title: "excess: nothing uses it, and all of it can go together", colour: "yellow", has: is("excess") },
  {
    title: "makes no difference",
    colour: "dim",
    has: ({ effect, grants }) => effect === "harmless" && grants.length === 0,
  },
];

function is(effect: ReportedFinding["effect"]): Group["has"] {
  return (finding) => finding.effect === effect && finding.grants.length === 0;
}

/** Ends with a line break. */
export function matrixText({ findings, durationMs }: ReportedMatrix, output: Output): string {
  const paint = painter(output);
  const parts = groups.flatMap(({ title, colour, has }) => {
    const shown = findings.filter(has);
    if (shown.length === 0) return [];
    const lines = shown.map((finding) => findingText(finding, (text) => paint("dim", text)));
    return [[`${paint(colour, title)} (${shown.length})`, ...lines].join("\n")];
  });
  const head = `What each thing is for: ${findings.length} changes, one at a time, in ${durationText(durationMs)}`;
  return `${[head, ...parts].join("\n\n")}\n`;
}

function findingText({ side, text, failure, grants, changes }: ReportedFinding, dim: (text: string) => string): string {
  const details = [failure, ...grants, ...changes].filter((detail) => detail !== undefined);
  return [`  ${side}  ${printable(text)}`, ...details.map((detail) => dim(`       ${printable(detail)}`))].join("\n");
}
