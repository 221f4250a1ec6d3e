/** The statement that a reference points at, among the policies of the request. */
import type { AuthorizationRequest, Policy, Statement, StatementRef } from "../types.ts";

export function findStatement(request: AuthorizationRequest, by: StatementRef): Statement | undefined {
  return findPolicy(request, by)?.document.statements[by.index];
}

/** The policy that the statement stands in. */
export function findPolicy(request: AuthorizationRequest, by: StatementRef): Policy | undefined {
  return policiesOf(request).find((policy) => isIn(policy, by));
}

function isIn({ type, name, attachedTo }: Policy, by: StatementRef): boolean {
  return type === by.policyType && name === by.policyName && attachedTo === by.attachedTo;
}

function policiesOf({ principalSide, resourceSide }: AuthorizationRequest): readonly Policy[] {
  const { identityPolicies, permissionsBoundary, sessionPolicies, serviceControlPolicies } = principalSide;
  return [
    ...identityPolicies,
    ...(permissionsBoundary === undefined ? [] : [permissionsBoundary]),
    ...(sessionPolicies ?? []),
    ...(serviceControlPolicies ?? []).flat(),
    ...resourceSide.policies,
    ...(resourceSide.resourceControlPolicies ?? []).flat(),
  ];
}
