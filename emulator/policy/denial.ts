/** Says what an implicit denial misses: which sides had to allow, and which of their statements came nearest. */
import { isS3Arn } from "./arns.ts";
import { boundaryOf, type Findings, hasOwnSide, isCrossAccount } from "./layers.ts";
import { nearestAllows, principalText } from "./nearest.ts";
import type { AuthorizationRequest, Decision, MissingAllow, Policy, PolicyType, StatementRef } from "./types.ts";

/** Built only for denials, so that an allowed request pays nothing for it. */
export function explainDenial(request: AuthorizationRequest, findings: Findings): Decision {
  const missing = [...missingServiceControl(request, findings), ...missingSides(request, findings)];
  return { kind: "implicitly-denied", missing, allowedElsewhere: allowing(findings) };
}

function allowing({ serviceControl, identity, boundary, session, resource }: Findings): readonly StatementRef[] {
  return [...(serviceControl ?? []), resource.by, identity, boundary, session].filter(
    (reference) => typeof reference === "object",
  );
}

function missingServiceControl(request: AuthorizationRequest, { serviceControl }: Findings): readonly MissingAllow[] {
  const levels = request.principalSide.serviceControlPolicies ?? [];
  return levels.flatMap((level, at) =>
    serviceControl === undefined || serviceControl[at] !== undefined
      ? []
      : [ownSide(request, "service-control", level, level[0]?.attachedTo ?? `organization level ${at}`)],
  );
}

/** Missing allows in AWS's order: resource, identity, boundary, session. */
function missingSides(request: AuthorizationRequest, findings: Findings): readonly MissingAllow[] {
  const { match } = findings.resource;
  if (!hasOwnSide(request)) return match === "direct" ? [] : [resourceSide(request, findings)];
  const limits = missingLimits(request, findings);
  const identity = findings.identity === undefined ? [identitySide(request)] : [];
  if (isCrossAccount(request))
    return [...(match === "none" ? [resourceSide(request, findings)] : []), ...identity, ...limits];
  if (match === "direct") return [];
  if (match === "role") return limits;
  if (request.resourceSide.rule === "resource-must-allow" && match === "none")
    return [resourceSide(request, findings), ...limits];
  return [...identity.map((side) => ({ ...side, alternative: resourceSide(request, findings) })), ...limits];
}

function missingLimits(request: AuthorizationRequest, { boundary, session }: Findings): readonly MissingAllow[] {
  const { sessionPolicies = [] } = request.principalSide;
  return [
    ...(boundary === undefined ? [ownSide(request, "permissions-boundary", boundaryOf(request))] : []),
    ...(session === undefined ? [ownSide(request, "session", sessionPolicies)] : []),
  ];
}

function identitySide(request: AuthorizationRequest): MissingAllow {
  return ownSide(request, "identity", request.principalSide.identityPolicies);
}

/** A side of the principal's own account. */
function ownSide(
  request: AuthorizationRequest,
  policyType: PolicyType,
  policies: readonly Policy[],
  attachTo = identityArn(request),
): MissingAllow {
  const { principal } = request;
  const accountId = policies[0]?.accountId ?? ("accountId" in principal ? principal.accountId : "");
  return { policyType, accountId, attachTo, nearest: nearestAllows(policies, request) };
}

function resourceSide(request: AuthorizationRequest, { identity }: Findings): MissingAllow {
  const { resource, resourceSide: side } = request;
  const policies = side.policies.filter((policy) => !policy.deniesOnly);
  const nearest = nearestAllows(policies, request, identity !== undefined);
  const { bucketAccountId } = policies.find((policy) => policy.bucketAccountId !== undefined) ?? {};
  if (bucketAccountId !== undefined) {
    const attachTo = resourceHolder(resource.arn);
    return { policyType: "acl", accountId: resource.accountId, attachTo, bucketAccountId, nearest };
  }
  const main = policies.find(({ type }) => type === "resource" || type === "trust" || type === "key");
  return {
    policyType: main?.type ?? missingResourceType(request),
    accountId: resource.accountId,
    attachTo: main?.attachedTo ?? resourceHolder(resource.arn),
    nearest,
  };
}

function missingResourceType({ action, resourceSide: { rule } }: AuthorizationRequest): PolicyType {
  if (rule === "union") return "resource";
  return action.toLowerCase().startsWith("sts:") ? "trust" : "key";
}

/** ARN of what carries the policy: an object's bucket, else the resource itself. */
export function resourceHolder(arn: string): string {
  return isS3Arn(arn) ? (arn.split("/")[0] ?? arn) : arn;
}

/** ARN of the role or user that the principal's identity policies are attached to. */
export function identityArn({ principal }: AuthorizationRequest): string {
  return principal.kind === "assumed-role" ? principal.roleArn : principalText(principal);
}
