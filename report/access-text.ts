/** Who can reach what is delivered, as text. */
import type { ReportedAccess } from "../check/result.ts";
import { fitted } from "./fitted.ts";
import { type Output, painter } from "./output.ts";
import { printable } from "./printable.ts";

/** Those who can do something first, then those who cannot; `isExplained` adds the reasons. */
export function accessText({ object, entries }: ReportedAccess, isExplained: boolean, output: Output): string {
  const paint = painter(output);
  const lines = [...Map.groupBy(entries, ({ ability }) => ability)].map(([ability, same]) => {
    const able = same.filter(({ isAllowed }) => isAllowed);
    const unable = same.filter(({ isAllowed }) => !isAllowed);
    const shown = [
      ...able.map(({ who, why }) => [paint("green", `  ✓ ${printable(who)}`), why] as const),
      ...unable.map(({ who, why }) => [paint("dim", `  · ${printable(who)}`), why] as const),
    ];
    const texts = shown.flatMap(([who, why]) => [who, ...(isExplained ? [indented(printable(why))] : [])]);
    return [paint("bold", `${abilityTitles[ability]}:`), ...texts].join("\n");
  });
  return `${fitted([printable(`object ${object}`), ...lines].join("\n\n"), output)}\n`;
}

const abilityTitles: Readonly<Record<string, string>> = {
  "act as the role": "acts as the role that delivers",
  read: "reads the object",
  write: "writes objects",
  delete: "deletes the object",
  "re-permission object": "changes the object's ACL",
  "re-permission bucket": "changes the bucket's policy",
};

function indented(text: string): string {
  return text.replaceAll(/^/gm, "      ");
}
