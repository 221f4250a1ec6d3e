/** Finds the Allow statements that came nearest to a request, with every reason why each missed it. */
import { type CompiledStatement, compiled } from "./compile.ts";
import { referenceTo } from "./layers.ts";
import { entriesOf, entryText } from "./principal-element.ts";
import { matchPrincipal } from "./principal-match.ts";
import { meansAsked } from "./slips.ts";
import type { AuthorizationRequest, Mismatch, MismatchReason, Policy, Principal, Statement } from "./types.ts";

/**
 * At most three, fewest reasons first; among equals the one whose action fits, then one that lists the action by a slip, then
 * the order of the document.
 */
export function nearestAllows(policies: readonly Policy[], request: AuthorizationRequest): readonly Mismatch[] {
  return policies
    .flatMap((policy) => compiled(policy.document).allows.map((statement) => mismatch(statement, policy, request)))
    .sort((one, other) => distance(one) - distance(other))
    .slice(0, 3);
}

function distance({ reasons }: Mismatch): number {
  const action = reasons.find((reason) => reason.kind === "action");
  if (action === undefined) return reasons.length;
  return reasons.length + (!action.negated && meansAsked(action.listed, action.action) ? 0.25 : 0.5);
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
