/** A decision for the reader: who asked for what, what each side said, and what would repair it. */
import { principalText } from "../nearest.ts";
import { restrictionName } from "../public.ts";
import type { AuthorizationRequest, Decision, MissingAllow, StatementRef } from "../types.ts";
import { findStatement } from "./find-statement.ts";
import { suggestFix } from "./fix.ts";
import {
  type AccountNames,
  accountText,
  holderText,
  layerText,
  list,
  policyText,
  reasonText,
  statementText,
} from "./words.ts";

type Line = readonly [label: string, text: string];

/**
 * Several lines, the first one naming the action and the outcome, the others `label  text`, without trailing newline:
 * principal, resource, then a line a layer, then `fix`. `names` gives accounts their names, e.g. `account A`.
 */
export function explain(request: AuthorizationRequest, decision: Decision, names: AccountNames = new Map()): string {
  const { principal, resource, action } = request;
  const who =
    "accountId" in principal
      ? `${principalText(principal)}  ${accountText(principal.accountId, names)}`
      : principalText(principal);
  const lines: Line[] = [
    ["principal", who],
    ["resource", `${resource.arn}  ${accountText(resource.accountId, names)}`],
    ...layerLines(request, decision, names),
  ];
  if (decision.kind !== "allowed") {
    for (const { text } of suggestFix(request, decision, names)) lines.push(["fix", text]);
  }
  const width = Math.max(...lines.map(([label]) => label.length));
  const outcome = decision.kind === "allowed" ? "was allowed" : "was denied";
  const all = [`${action} ${outcome}`, ...lines.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`)];
  // A name can have a line feed, which would begin a line of its own.
  return all.map((line) => line.replaceAll("\n", "\\n")).join("\n");
}

function layerLines(request: AuthorizationRequest, decision: Decision, names: AccountNames): readonly Line[] {
  switch (decision.kind) {
    case "allowed":
      if (decision.by.length === 0) return [["identity", "allowed: the root user of the account"]];
      return decision.by.map((by) => allowedLine(by, names));
    case "explicitly-denied":
      return [deniedLine(request, decision.by, names)];
    case "implicitly-denied":
      return [
        ...decision.allowedElsewhere
          .filter((by) => !onlyDelegates(by, decision.missing))
          .map((by) => allowedLine(by, names)),
        ...decision.missing.flatMap((missing) => missingLines(missing, names)),
      ];
  }
}

/** Whether the statement is shown as a missed one, since in its own account naming the account does not suffice. */
function onlyDelegates(by: StatementRef, missing: readonly MissingAllow[]): boolean {
  return missing.some(({ alternative }) => alternative?.policyType === by.policyType);
}

function allowedLine(by: StatementRef, names: AccountNames): Line {
  return [layerText(by.policyType, by.attachedTo), `allowed by ${placeText(by, names)}`];
}

function placeText(by: StatementRef, names: AccountNames): string {
  return `${holderText(by.attachedTo)}, ${policyText(by)}, ${statementText(by)} in ${accountText(by.accountId, names)}`;
}

function deniedLine(request: AuthorizationRequest, by: StatementRef, names: AccountNames): Line {
  if (by.policyName === restrictionName) {
    const bucket = `${holderText(by.attachedTo)} in ${accountText(by.accountId, names)}`;
    const why = "RestrictPublicBuckets keeps every other account out, for the bucket's policy is public";
    return [layerText(by.policyType, by.attachedTo), `explicitly denied by Block Public Access of ${bucket}: ${why}`];
  }
  const { conditions = [], notPrincipal } = findStatement(request, by) ?? {};
  const listed =
    notPrincipal === undefined
      ? []
      : ["its NotPrincipal spares a caller only if account, role and session are all listed"];
  const met = conditions.map(({ operator, key, values }) => {
    const actual = request.context.get(key.toLowerCase());
    const found = actual === undefined ? "no such key" : list(actual);
    return `${operator} on \`${key}\` with ${list(values)} applies, for the request has ${found}`;
  });
  const because = listed.concat(met).join("; ");
  return [
    layerText(by.policyType, by.attachedTo),
    `explicitly denied by ${placeText(by, names)}${because && `: ${because}`}`,
  ];
}

function missingLines(missing: MissingAllow, names: AccountNames): readonly Line[] {
  const lines: Line[] = [missingLine(missing, names)];
  if (missing.alternative !== undefined) lines.push(missingLine(missing.alternative, names));
  return lines;
}

function missingLine(missing: MissingAllow, names: AccountNames): Line {
  const { policyType, attachTo, accountId, bucketAccountId, nearest } = missing;
  const label = layerText(policyType, attachTo);
  if (bucketAccountId !== undefined) {
    const bucket = `${holderText(attachTo)} in ${accountText(bucketAccountId, names)}`;
    const owner = accountText(accountId, names);
    return [label, `not allowed by the object's own, for ${owner} owns it; the policy of ${bucket} does not reach it`];
  }
  const place = `${holderText(attachTo)} in ${accountText(accountId, names)}`;
  const [closest] = nearest;
  if (closest === undefined) return [label, `not allowed; ${place} has no policy that allows anything`];
  const reasons = closest.reasons.map((reason) => reasonText(reason, names)).join(", and ");
  const { statement } = closest;
  return [
    label,
    `not allowed by ${place}; nearest is ${statementText(statement)} of ${policyText(statement)}: ${reasons}`,
  ];
}
