/** Finds the Allow statements that came nearest to a request, with every reason why each missed it. */
import { type CompiledStatement, compiled } from "./compile.ts";
import { isCrossAccount, referenceTo } from "./layers.ts";
import { entriesOf, entryText } from "./principal-element.ts";
import { matchPrincipal } from "./principal-match.ts";
import { meansAsked } from "./slips.ts";
import type { AuthorizationRequest, Mismatch, MismatchReason, Policy, Principal, Statement } from "./types.ts";

/**
 * At most three, the nearest first; among equals in the order of the documents. An ACL comes after all documents: what it
 * grants is never extended by a statement; and so does a grant, unless nothing but its constraint is missed.
 * `identityAllows`: whether the caller's own policies do.
 */
export function nearestAllows(
  policies: readonly Policy[],
  request: AuthorizationRequest,
  identityAllows = false,
): readonly Mismatch[] {
  // Across accounts, an account that is named is its principals whose own policies allow.
  const isAccountEnough = identityAllows && isCrossAccount(request);
  const missed = ({ statement, reasons }: Mismatch): Mismatch => ({
    statement,
    reasons: isAccountEnough ? reasons.filter(({ kind }) => kind !== "delegates-only") : reasons,
  });
  return policies
    .flatMap((policy) =>
      compiled(policy.document).allows.map((statement) => missed(mismatch(statement, policy, request))),
    )
    .sort((one, other) => distance(one) - distance(other))
    .slice(0, 3);
}

const farthest = 100;

/** A grant that names the caller for this operation is meant, whatever statement delegates. */
const nearer = 1;

function distance({ reasons, statement: { policyType } }: Mismatch): number {
  const isConstraint = policyType === "grant" && reasons.every(({ kind }) => kind === "condition");
  const isFar = policyType === "acl" || (policyType === "grant" && !isConstraint);
  return reasons.reduce((sum, reason) => sum + weightOf(reason), isConstraint ? -nearer : isFar ? farthest : 0);
}

/** Whom a statement names says most about what it is meant for, then what it allows; a condition least. */
function weightOf(reason: MismatchReason): number {
  switch (reason.kind) {
    case "action":
      return !reason.negated && meansAsked(reason.listed, reason.action) ? 1.25 : 1.5;
    case "principal":
      return 1.2;
    case "resource":
    case "recreated-principal":
      return 1;
    case "condition":
      return 0.4;
    // The caller's account: with what the caller's own policies allow, it names the caller.
    case "delegates-only":
      return 0.1;
  }
}

function mismatch(statement: CompiledStatement, policy: Policy, request: AuthorizationRequest): Mismatch {
  return {
    statement: referenceTo(policy, statement),
    reasons: [
      ...actionReasons(statement, request),
      ...resourceReasons(statement, policy, request),
      ...principalReasons(statement.statement, policy, request),
      ...conditionReasons(statement, request),
    ],
  };
}

function actionReasons(
  { statement, matchesAction }: CompiledStatement,
  { action }: AuthorizationRequest,
): MismatchReason[] {
  if (matchesAction(action.toLowerCase())) return [];
  const negated = statement.notActions !== undefined;
  return [{ kind: "action", action, listed: statement.notActions ?? statement.actions ?? [], negated }];
}

function resourceReasons(
  { statement, matchesResource }: CompiledStatement,
  policy: Policy,
  { resource, context }: AuthorizationRequest,
): MismatchReason[] {
  if (matchesResource === undefined ? policy.type === "trust" : matchesResource(resource.arn, context)) return [];
  const negated = statement.notResources !== undefined;
  return [
    { kind: "resource", arn: resource.arn, listed: statement.notResources ?? statement.resources ?? [], negated },
  ];
}

function principalReasons(statement: Statement, policy: Policy, request: AuthorizationRequest): MismatchReason[] {
  const element = statement.principal ?? statement.notPrincipal;
  if (element === undefined) return [];
  const match = matchPrincipal(statement, request);
  if (match === "account") {
    const accountId = "accountId" in request.principal ? request.principal.accountId : policy.accountId;
    return [{ kind: "delegates-only", accountId }];
  }
  if (match !== "none") return [];
  const entries = entriesOf(element);
  const arn = entityArn(request.principal);
  const currentId = uniqueId(request.principal);
  const dead = entries.find((entry) => entry.kind === "unique-id" && entry.arn !== undefined && entry.arn === arn);
  if (
    dead?.kind === "unique-id" &&
    arn !== undefined &&
    currentId !== undefined &&
    statement.notPrincipal === undefined
  ) {
    return [{ kind: "recreated-principal", arn, savedId: dead.id, currentId }];
  }
  const negated = statement.notPrincipal !== undefined;
  return [{ kind: "principal", principal: principalText(request.principal), listed: entries.map(entryText), negated }];
}

function conditionReasons({ conditions }: CompiledStatement, { context }: AuthorizationRequest): MismatchReason[] {
  return conditions
    .filter(({ holds }) => !holds(context))
    .map(({ condition: { operator, key, values } }) => ({
      kind: "condition",
      operator,
      key,
      expected: values,
      actual: context.get(key.toLowerCase()),
    }));
}

/** ARN of the user or role behind a principal. */
function entityArn(principal: Principal): string | undefined {
  return principal.kind === "assumed-role" ? principal.roleArn : principal.kind === "user" ? principal.arn : undefined;
}

function uniqueId(principal: Principal): string | undefined {
  return principal.kind === "assumed-role"
    ? principal.roleId
    : principal.kind === "user"
      ? principal.userId
      : undefined;
}

/** As messages name a principal. */
export function principalText(principal: Principal): string {
  switch (principal.kind) {
    case "service":
      return principal.service;
    case "federated":
      return principal.provider;
    case "anonymous":
      return "anonymous";
    default:
      return principal.arn;
  }
}
