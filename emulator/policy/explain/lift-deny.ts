/** What gets a request past a statement that denies it, with the guard left standing where that can be. */
import { identityArn } from "../denial.ts";
import { missingFromNotPrincipal } from "../principal-match.ts";
import { restrictionName } from "../public.ts";
import type { AuthorizationRequest, Condition, StatementRef } from "../types.ts";
import { findStatement } from "./find-statement.ts";
import type { Change, Repair } from "./repair.ts";
import { type AccountNames, accountText, holderText, policyText, statementText } from "./words.ts";

export function liftDeny(request: AuthorizationRequest, by: StatementRef, names: AccountNames): Repair {
  const { accountId, policyType, policyName, attachedTo, sid, index } = by;
  const place = `${policyText(by)} of ${holderText(attachedTo)} in ${accountText(accountId, names)}`;
  const base = { accountId, policyType, attachTo: attachedTo, policyName, statement: { sid, index } };
  if (policyName === restrictionName) {
    const text = `let no statement of the policy of ${holderText(attachedTo)} in ${accountText(accountId, names)} be public: RestrictPublicBuckets keeps every other account out as long as one allows everybody; name \`${identityArn(request)}\` where Principal is \`*\``;
    return { ...base, changes: [], text };
  }
  if (by.isAwsManaged === true) {
    const text = `detach ${policyText(by)} from ${holderText(attachedTo)} in ${accountText(accountId, names)}: AWS keeps it, and no account can change it`;
    return { ...base, changes: [], text };
  }
  const { notPrincipal, conditions = [] } = findStatement(request, by) ?? {};
  const which = statementText(by);
  if (notPrincipal !== undefined) {
    const arns = missingFromNotPrincipal(notPrincipal, request);
    // Whoever has a permissions boundary is never spared by a NotPrincipal.
    if (arns.length > 0 && request.principalSide.permissionsBoundary === undefined) {
      const text = `add \`${arns.join("`, `")}\` to the NotPrincipal of ${which}: account, role and session have to be listed (${place})`;
      return { ...base, changes: [{ kind: "spare-principals", arns }], text };
    }
  }
  const change: Change = { kind: "spare-or-remove", arn: identityArn(request) };
  const spare = `except \`${identityArn(request)}\` from ${which}, or remove it (${place})`;
  const missing = conditions.filter((condition) => isForWantOf(condition, request)).map(({ key }) => `\`${key}\``);
  if (missing.length === 0) return { ...base, changes: [change], text: spare };
  const text = `make the request with ${missing.join(" and ")} as ${which} demands; or else ${spare}`;
  return { ...base, changes: [change], text };
}

/** A key that the request itself could carry, and does not. */
function isForWantOf({ operator, key, values }: Condition, { context }: AuthorizationRequest): boolean {
  if (/^aws:Principal|^aws:(?:userid|username)$/i.test(key) || context.has(key.toLowerCase())) return false;
  return operator === "Null" ? values.includes("true") : /Not/.test(operator);
}
