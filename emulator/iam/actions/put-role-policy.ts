import { PutRolePolicy$, type PutRolePolicyRequest } from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import { putInlinePolicy } from "../inline-policies.ts";
import * as members from "../members.ts";
import { boundaryContext, findIdentity, onRole, theRole } from "../permissions.ts";

/**
 * Adds or replaces an inline policy of a role, in force at once for its running sessions too.
 * Errors: NoSuchEntity, MalformedPolicyDocument, LimitExceeded. Source: IAM API Reference, PutRolePolicy.
 */
export const putRolePolicy = iamAction<PutRolePolicyRequest, void>({
  schema: PutRolePolicy$,
  emulates: ["RoleName", "PolicyName", "PolicyDocument"],
  constraints: {
    RoleName: members.roleName,
    PolicyName: members.policyName,
    PolicyDocument: members.policyDocument,
  },
  permissions: (store, call) => {
    const { RoleName = "" } = call.input;
    const context = boundaryContext(findIdentity(store, "role", call.accountId, RoleName));
    return onRole(store, call, "iam:PutRolePolicy", RoleName, context);
  },
  run: (store, { accountId, input }) => {
    putInlinePolicy(store, theRole(store, accountId, input.RoleName), input.PolicyName, input.PolicyDocument);
  },
});
