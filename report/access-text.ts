/** Who can reach what is delivered, as text. */
import { locationText, type ReportedAccess, type ReportedEntry, waysText } from "../check/result.ts";
import { fitted } from "./fitted.ts";
import { type Output, painter } from "./output.ts";
import { oneLine, printable } from "./printable.ts";

/**
 * The matrix, who by what, then for each column those who can, and how; `isExplained` adds those who cannot, and the reasons
 * of all.
 */
export function accessText(access: ReportedAccess, isExplained: boolean, output: Output): string {
  const { objects, refused, assumptions, notAsked } = access;
  const warnings = refused.map(
    ({ call, code, message }) => `! AWS refuses ${call}: ${code}: ${message}; it is asked as if it were in force`,
  );
  const assumed = assumptions.map((text) => `~ assumes that ${text}`);
  const blocks = [
    [`objects ${objects.join(", ")}`, ...warnings, ...assumed].map(oneLine).join("\n"),
    matrixText(access, output),
    ...access.abilities.map((_, column) => columnText(access, column, isExplained, output)),
    ["not asked:", ...notAsked.map((each) => `  · ${oneLine(each)}`)].join("\n"),
  ];
  return `${fitted(blocks.join("\n\n"), output)}\n`;
}

const marks: Readonly<Record<ReportedEntry["answer"], string>> = { allowed: "✓", denied: "·", depends: "?" };

const letterOf = (column: number) =>
  column < 26 ? String.fromCharCode(97 + column) : String.fromCharCode(65 + column - 26);

function matrixText({ actors, abilities, entries }: ReportedAccess, output: Output): string {
  const paint = painter(output);
  const colors: Readonly<Record<ReportedEntry["answer"], "green" | "dim" | "yellow">> = {
    allowed: "green",
    denied: "dim",
    depends: "yellow",
  };
  const longest = Math.max(...actors.map(({ who }) => oneLine(who).length));
  const columns = output.isTTY === true ? (output.columns ?? 80) : Number.POSITIVE_INFINITY;
  // Cells stand apart where there is room, and long names are cut before a row is broken.
  const between = longest + 2 * abilities.length + 1 <= columns ? " " : "";
  const width = Math.max(10, Math.min(longest, columns - abilities.length * (1 + between.length) - 2));
  const head = `${" ".repeat(width)}  ${abilities.map((_, column) => letterOf(column)).join(between)}`;
  const rows = actors.map(({ who }) => {
    const cells = abilities.map(({ ability }) => {
      const answer = entries.find((entry) => entry.who === who && entry.ability === ability)?.answer ?? "denied";
      return paint(colors[answer], marks[answer]);
    });
    return `${cut(oneLine(who), width).padEnd(width)}  ${cells.join(between)}`;
  });
  return [head, ...rows].join("\n");
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

function columnText(
  { abilities, entries }: ReportedAccess,
  column: number,
  isExplained: boolean,
  output: Output,
): string {
  const paint = painter(output);
  const { ability, title } = abilities[column] ?? { ability: "", title: "" };
  const of = entries.filter((entry) => entry.ability === ability);
  const lineOf = (entry: ReportedEntry) => {
    const { who, answer } = entry;
    const how = waysText(entry);
    return paint(answer === "allowed" ? "green" : "dim", `  ${marks[answer]} ${oneLine(who)}${oneLine(how)}`);
  };
  const linesOf = (answer: ReportedEntry["answer"], withReasons: boolean) =>
    of
      .filter((entry) => entry.answer === answer)
      .flatMap((entry) => [lineOf(entry), ...(withReasons ? [indented(reasonText(entry))] : [])]);
  const able = [...linesOf("allowed", isExplained), ...linesOf("depends", isExplained)];
  const unable = isExplained ? linesOf("denied", true) : [];
  const nobody = able.length === 0 ? ["  nobody"] : [];
  return [paint("bold", `${oneLine(title)} (${letterOf(column)}):`), ...nobody, ...able, ...unable].join("\n");
}

function reasonText({ why, source }: ReportedEntry): string {
  return source === undefined ? printable(why) : `${printable(why)}\n  at ${oneLine(locationText(source))}`;
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, "      ");
}
