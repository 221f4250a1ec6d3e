/** A decision's reasons as data: the statements that it rests on, as their authors wrote them. */
import type { AuthorizationRequest, Decision, MissingAllow, PolicyType, Statement, StatementRef } from "../types.ts";
import { findPolicy } from "./find-statement.ts";
import { type AccountNames, reasonText } from "./words.ts";

/** One statement behind a decision, or a side that has none. */
export interface Ground {
  /** `misses`: an Allow that came nearest and does not apply, or a side without any. */
  readonly effect: "allows" | "denies" | "misses";
  readonly policyType: PolicyType;
  /** The account whose administrator can change it. */
  readonly accountId: string;
  /** ARN of what the policy is, or would have to be, attached to. */
  readonly attachedTo: string;
  /** Absent where the side has no policy that allows anything. */
  readonly statement?: {
    readonly policyName: string;
    readonly sid?: string;
    /** From 0. */
    readonly index: number;
    /** JSON as its author wrote it; of an ACL or a grant, what it amounts to. */
    readonly source: string;
  };
  /** Why it misses: clauses about "it". */
  readonly reasons: readonly string[];
}

/** In the order of `explain`. Empty for an account's root user, whom no policy has to allow anything at home. */
export function groundsOf(
  request: AuthorizationRequest,
  decision: Decision,
  names: AccountNames = new Map(),
): readonly Ground[] {
  switch (decision.kind) {
    case "allowed":
      return decision.by.map((by) => groundOf(request, "allows", by));
    case "explicitly-denied":
      return [groundOf(request, "denies", decision.by)];
    case "implicitly-denied":
      return [
        ...decision.allowedElsewhere.map((by) => groundOf(request, "allows", by)),
        ...decision.missing
          .flatMap((missing) => (missing.alternative === undefined ? [missing] : [missing, missing.alternative]))
          .map((missing) => missed(request, missing, names)),
      ];
  }
}

function groundOf(request: AuthorizationRequest, effect: Ground["effect"], by: StatementRef): Ground {
  const { policyType, policyName, accountId, attachedTo, sid, index } = by;
  const source = sourceOf(request, by);
  return {
    effect,
    policyType,
    accountId,
    attachedTo,
    statement: { policyName, ...(sid !== undefined && { sid }), index, source },
    reasons: [],
  };
}

function missed(
  request: AuthorizationRequest,
  { policyType, accountId, attachTo: attachedTo, nearest: [closest] }: MissingAllow,
  names: AccountNames,
): Ground {
  if (closest === undefined) return { effect: "misses", policyType, accountId, attachedTo, reasons: [] };
  const reasons = closest.reasons.map((reason) => reasonText(reason, names));
  return { ...groundOf(request, "misses", closest.statement), policyType, accountId, attachedTo, reasons };
}

function sourceOf(request: AuthorizationRequest, by: StatementRef): string {
  const document = findPolicy(request, by)?.document;
  if (document === undefined) return "";
  return written(document.source, by.index) ?? amountingTo(document.statements[by.index]);
}

function written(source: string, index: number): string | undefined {
  if (source === "") return undefined;
  const { Statement } = JSON.parse(source) as { readonly Statement?: unknown };
  const statement = (Array.isArray(Statement) ? Statement : [Statement])[index];
  return statement === undefined ? undefined : JSON.stringify(statement, undefined, 2);
}

/** ACLs and grants have no document of their own. */
function amountingTo(statement: Statement | undefined): string {
  if (statement === undefined) return "";
  const { sid, effect, actions, resources } = statement;
  return JSON.stringify({ Sid: sid, Effect: effect, Action: actions, Resource: resources }, undefined, 2);
}
