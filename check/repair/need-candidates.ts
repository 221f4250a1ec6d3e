import { type Repair, suggestStatements } from "../../emulator/policy/index.ts";
import type { Cause } from "../verdict.ts";

/**
 * One statement for everything that a role lacks for a purpose, such as three actions on three resources; undefined where
 * one thing is lacking, or something else than an Allow of the role's own.
 */
export function statementForAll({ denied }: Cause): Repair | undefined {
  const [first, second] = denied;
  if (first === undefined || second === undefined || !isSamePurpose(denied)) return undefined;
  const { request, decision } = first;
  if (decision.kind !== "implicitly-denied") return undefined;
  const repair = suggestStatements(request, decision).find(({ policyType }) => policyType === "identity");
  if (repair === undefined) return undefined;
  const statement = {
    Effect: "Allow",
    Action: oneOrMore(denied.map((each) => each.request.action)),
    Resource: oneOrMore(denied.map((each) => each.request.resource.arn)),
  };
  const text = repair.text.replace(/\{.*\}$/s, JSON.stringify(statement));
  return { ...repair, changes: [{ kind: "add-statement", statement }], text };
}

/** Decisions of one request are steps of one call; those of several, all for want of an identity policy's Allow, are not. */
function isSamePurpose(denied: Cause["denied"]): boolean {
  return (
    new Set(denied.map(({ requestId }) => requestId)).size === denied.length &&
    denied.every(
      ({ decision }) => decision.kind === "implicitly-denied" && decision.missing[0]?.policyType === "identity",
    )
  );
}

function oneOrMore(values: readonly string[]): string | readonly string[] {
  const each = [...new Set(values)];
  return each.length === 1 ? (each[0] ?? "") : each;
}
