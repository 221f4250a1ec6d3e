/** A check for code scanning. */
import type { Result } from "sarif";
import type { CheckResult } from "../check/result.ts";
import { type CheckIssue, type CheckRule, checkRules, issuesOf } from "./check-issues.ts";
import { plainText, type SarifSettings, sarifFingerprints, sarifLocation, sarifText } from "./sarif.ts";

export function checkSarif(result: CheckResult, settings: SarifSettings): string {
  const ids = Object.keys(checkRules) as CheckRule[];
  const results = issuesOf(result).map((issue) => resultOf(issue, result, ids, settings.workingDirectory));
  return sarifText(checkRules, results, settings);
}

function resultOf(issue: CheckIssue, { subject }: CheckResult, ids: readonly CheckRule[], from: string): Result {
  const { rule, level, message, detail, related } = issue;
  // Code scanning shows nothing without a place.
  const source = issue.source ?? subject.source;
  const text = detail === undefined ? message : `${message}\n\n${detail}`;
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level,
    message: { text: plainText(text) },
    locations: [sarifLocation(source, from)],
    ...(related.length > 0 && {
      relatedLocations: related.map((each, id) => ({
        id,
        ...sarifLocation(each.source, from),
        message: { text: plainText(each.message) },
      })),
    }),
    partialFingerprints: sarifFingerprints(rule, source, from, isOfMutation(rule) ? message : undefined),
  };
}

/** Of these one place may have several. */
function isOfMutation(rule: CheckRule): boolean {
  return rule === "excess-permission" || rule === "grants-access" || rule === "warning";
}
