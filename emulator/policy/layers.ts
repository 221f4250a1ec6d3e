/** What each layer of policies says to a request: which statement denies, which allows. */
import { type CompiledStatement, compiled } from "./compile.ts";
import { matchPrincipal, type PrincipalMatch, stronger } from "./principal-match.ts";
import { isBoundByResourceControl } from "./resource-control.ts";
import type { AuthorizationRequest, Policy, StatementRef } from "./types.ts";

/** The Allow that each layer gave; `undefined` is silence. */
export interface Findings {
  /** An entry a level; undefined: no such policies bind the principal. */
  readonly serviceControl: readonly (StatementRef | undefined)[] | undefined;
  readonly identity: StatementRef | "root" | undefined;
  readonly boundary: StatementRef | "unbound" | undefined;
  readonly session: StatementRef | "unbound" | undefined;
  readonly resource: ResourceFinding;
}

export interface ResourceFinding {
  /** The strongest way in which the resource's side lets the requester in. */
  readonly match: PrincipalMatch;
  readonly by: StatementRef | undefined;
  /** A KMS grant gives access by itself, also to a principal of another account. */
  readonly grant: StatementRef | undefined;
}

/** Whether a statement applies to action (in lower case), resource and context; principals apart. */
export function applies(
  { matchesAction, matchesResource, conditions }: CompiledStatement,
  policy: Policy,
  request: AuthorizationRequest,
  action: string,
): boolean {
  if (!matchesAction(action)) return false;
  // Only a trust policy is without Resource: its resource is the role that it belongs to.
  if (matchesResource === undefined) {
    if (policy.type !== "trust") return false;
  } else if (!matchesResource(request.resource.arn, request.context)) return false;
  for (const condition of conditions) if (!condition.holds(request.context)) return false;
  return true;
}

export function referenceTo(policy: Policy, { statement }: CompiledStatement): StatementRef {
  return {
    policyType: policy.type,
    policyName: policy.name,
    accountId: policy.accountId,
    attachedTo: policy.attachedTo,
    ...(policy.isAwsManaged === true && { isAwsManaged: true }),
    sid: statement.sid,
    index: statement.index,
  };
}

/** Whether the principal belongs to an account, so that policies of that account govern it. */
export function hasOwnSide({ principal }: AuthorizationRequest): boolean {
  return principal.kind !== "service" && principal.kind !== "federated" && principal.kind !== "anonymous";
}

export function isCrossAccount({ principal, resource }: AuthorizationRequest): boolean {
  return "accountId" in principal && principal.accountId !== resource.accountId;
}

export function boundaryOf({ principalSide }: AuthorizationRequest): readonly Policy[] {
  return principalSide.permissionsBoundary === undefined ? [] : [principalSide.permissionsBoundary];
}

/**
 * The first explicit deny, in AWS's order: resource control, service control, resource, identity, boundary, session.
 * Of several AWS reports one; which is not documented, we choose that order.
 */
export function findDeny(request: AuthorizationRequest, action: string): StatementRef | undefined {
  const { principalSide, resourceSide } = request;
  const own = hasOwnSide(request);
  const organized = isBoundByOrganization(request);
  return (
    (organized && isBoundByResourceControl(request)
      ? denyInLevels(resourceSide.resourceControlPolicies, request, action)
      : undefined) ??
    (organized && own ? denyInLevels(principalSide.serviceControlPolicies, request, action) : undefined) ??
    denyIn(resourceSide.policies, request, action) ??
    (own
      ? (denyIn(principalSide.identityPolicies, request, action) ??
        denyIn(boundaryOf(request), request, action) ??
        denyIn(principalSide.sessionPolicies ?? [], request, action))
      : undefined)
  );
}

export function findAllows(request: AuthorizationRequest, action: string): Findings {
  const { principal, principalSide } = request;
  const resource = findOnResource(request, action);
  if (!hasOwnSide(request)) {
    return { serviceControl: undefined, identity: undefined, boundary: "unbound", session: "unbound", resource };
  }
  const { permissionsBoundary, sessionPolicies } = principalSide;
  const levels = isBoundByOrganization(request) ? principalSide.serviceControlPolicies : undefined;
  return {
    serviceControl: levels?.map((level) => allowIn(level, request, action)),
    // The root user is the one principal that is not implicitly denied.
    identity: principal.kind === "root" ? "root" : allowIn(principalSide.identityPolicies, request, action),
    boundary: permissionsBoundary === undefined ? "unbound" : allowIn([permissionsBoundary], request, action),
    session: sessionPolicies === undefined ? "unbound" : allowIn(sessionPolicies, request, action),
    resource,
  };
}

/** Service-linked roles are exempt from service and resource control policies (Organizations guide). */
function isBoundByOrganization({ principal }: AuthorizationRequest): boolean {
  return principal.kind !== "assumed-role" || !principal.roleArn.includes(":role/aws-service-role/");
}

function denyInLevels(
  levels: readonly (readonly Policy[])[] | undefined,
  request: AuthorizationRequest,
  action: string,
): StatementRef | undefined {
  for (const level of levels ?? []) {
    const deny = denyIn(level, request, action);
    if (deny !== undefined) return deny;
  }
  return undefined;
}

function denyIn(policies: readonly Policy[], request: AuthorizationRequest, action: string): StatementRef | undefined {
  for (const policy of policies) {
    for (const statement of compiled(policy.document).denies) {
      if (!applies(statement, policy, request, action)) continue;
      if (namesPrincipals(policy) && matchPrincipal(statement.statement, request) === "none") continue;
      return referenceTo(policy, statement);
    }
  }
  return undefined;
}

function namesPrincipals({ type }: Policy): boolean {
  return type === "resource" || type === "trust" || type === "key" || type === "grant" || type === "acl";
}

function allowIn(policies: readonly Policy[], request: AuthorizationRequest, action: string): StatementRef | undefined {
  for (const policy of policies) {
    for (const statement of compiled(policy.document).allows) {
      if (applies(statement, policy, request, action)) return referenceTo(policy, statement);
    }
  }
  return undefined;
}

function findOnResource(request: AuthorizationRequest, action: string): ResourceFinding {
  let match: PrincipalMatch = "none";
  let by: StatementRef | undefined;
  let grant: StatementRef | undefined;
  for (const policy of request.resourceSide.policies) {
    if (policy.deniesOnly === true) continue;
    for (const statement of compiled(policy.document).allows) {
      if (!applies(statement, policy, request, action)) continue;
      const found = matchPrincipal(statement.statement, request);
      if (found === "none") continue;
      if (policy.type === "grant" && found !== "account") grant ??= referenceTo(policy, statement);
      if (stronger(match, found) === match) continue;
      match = found;
      by = referenceTo(policy, statement);
    }
  }
  return { match, by, grant };
}
