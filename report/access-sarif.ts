/** Who can reach what is delivered, for code scanning: everybody but the delivery itself and those whom it is for. */
import type { Result } from "sarif";
import { type ReportedAccess, type ReportedEntry, waysText } from "../check/result.ts";
import { plainText, type SarifSettings, sarifFingerprints, sarifLocation, sarifText } from "./sarif.ts";

const rules = {
  "public-access": "Anybody can do it, without credentials",
  "access-of-others": "A principal of another account, an organization or a service can do it",
  "access-at-home": "A principal of account A or B can do it, beside the delivery and account B's administrators",
  "access-undecided": "Whether somebody can do it depends on what the input does not say",
} as const;

type Rule = keyof typeof rules;

const levels: Readonly<Record<Rule, Result["level"]>> = {
  "public-access": "error",
  "access-of-others": "warning",
  "access-at-home": "note",
  "access-undecided": "note",
};

export function accessSarif(access: ReportedAccess, settings: SarifSettings): string {
  return sarifText(rules, resultsOf(access, settings.workingDirectory), settings);
}

function resultsOf({ actors, abilities, entries }: ReportedAccess, from: string): readonly Result[] {
  const ids = Object.keys(rules);
  const titles = new Map(abilities.map(({ ability, title }) => [ability, title]));
  return entries.flatMap((entry): readonly Result[] => {
    const actor = actors.find(({ who }) => who === entry.who);
    const { source } = entry;
    if (actor === undefined || actor.isPartOfFlow || entry.answer === "denied" || source === undefined) return [];
    const rule = ruleOf(entry, actor.side);
    const message = `${entry.who} ${titles.get(entry.ability)}${waysText(entry)}`;
    return [
      {
        ruleId: rule,
        ruleIndex: ids.indexOf(rule),
        level: levels[rule],
        message: { text: plainText(`${message}\n\n${entry.why}`) },
        locations: [sarifLocation(source, from)],
        partialFingerprints: sarifFingerprints(rule, source, from, `${entry.who} ${entry.ability}`),
      },
    ];
  });
}

function ruleOf({ answer }: ReportedEntry, side: ReportedAccess["actors"][number]["side"]): Rule {
  if (answer === "depends") return "access-undecided";
  if (side === "public") return "public-access";
  return side === "other" || side === "service" ? "access-of-others" : "access-at-home";
}
