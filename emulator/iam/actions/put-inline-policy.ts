import { PutRolePolicy$, type PutRolePolicyRequest, PutUserPolicy$ } from "@aws-sdk/client-iam";
import { identityActions } from "../identity-action.ts";
import { putInlinePolicy as put } from "../inline-policies.ts";
import * as members from "../members.ts";
import { boundaryContext } from "../permissions.ts";

/**
 * Adds or replaces an inline policy of a role or user, in force at once for a role's running sessions too.
 * Errors: NoSuchEntity, MalformedPolicyDocument, LimitExceeded. Source: IAM API Reference, PutRolePolicy, PutUserPolicy.
 */
export const putInlinePolicy = identityActions<Omit<PutRolePolicyRequest, "RoleName">, void>(
  { role: PutRolePolicy$, user: PutUserPolicy$ },
  {
    emulates: ["PolicyName", "PolicyDocument"],
    constraints: { PolicyName: members.policyName, PolicyDocument: members.policyDocument },
    context: (_input, identity) => boundaryContext(identity),
    run: (store, { input }, identity) => put(store, identity, input.PolicyName, input.PolicyDocument),
  },
);
