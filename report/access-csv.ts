/** Who can reach what is delivered, as a table for spreadsheets: RFC 4180. */
import { locationText, type ReportedAccess, waysText } from "../check/result.ts";
import { printable } from "./printable.ts";

const columns = ["who", "side", "part of the flow", "what", "answer", "how", "why", "source"];

export function accessCsv({ actors, abilities, entries }: ReportedAccess): string {
  const titles = new Map(abilities.map(({ ability, title }) => [ability, title]));
  const known = new Map(actors.map((actor) => [actor.who, actor]));
  const rows = entries.map((entry) => {
    const { who, ability, answer, why, source } = entry;
    const { side = "", isPartOfFlow = false } = known.get(who) ?? {};
    return [
      ...[who, side, isPartOfFlow ? "yes" : "no", titles.get(ability) ?? "", answer],
      ...[waysText(entry).replace(/^[:;] /, ""), why, source === undefined ? "" : locationText(source)],
    ];
  });
  return [columns, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** What a spreadsheet would take for a formula begins with an apostrophe. Source: OWASP, "CSV Injection". */
function cell(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${printable(inert).replaceAll('"', '""')}"`;
}
