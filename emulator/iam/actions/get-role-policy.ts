import { GetRolePolicy$, type GetRolePolicyRequest, type GetRolePolicyResponse } from "@aws-sdk/client-iam";
import { encoded } from "../documents.ts";
import { iamAction } from "../iam-action.ts";
import { inlinePolicy } from "../inline-policies.ts";
import * as members from "../members.ts";
import { onRole, theRole } from "../permissions.ts";

/** An inline policy of a role. Errors: NoSuchEntity. Source: IAM API Reference, GetRolePolicy. */
export const getRolePolicy = iamAction<GetRolePolicyRequest, GetRolePolicyResponse>({
  schema: GetRolePolicy$,
  emulates: ["RoleName", "PolicyName"],
  constraints: { RoleName: members.roleName, PolicyName: members.policyName },
  permissions: (store, call) => onRole(store, call, "iam:GetRolePolicy", call.input.RoleName),
  run: (store, { accountId, input }) => {
    const document = inlinePolicy(theRole(store, accountId, input.RoleName), input.PolicyName);
    return { RoleName: input.RoleName, PolicyName: input.PolicyName, PolicyDocument: encoded(document.source) };
  },
});
