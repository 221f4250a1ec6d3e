import { DeleteRolePolicy$, type DeleteRolePolicyRequest } from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import { deleteInlinePolicy } from "../inline-policies.ts";
import * as members from "../members.ts";
import { boundaryContext, findIdentity, onRole, theRole } from "../permissions.ts";

/** Removes an inline policy of a role. Errors: NoSuchEntity. Source: IAM API Reference, DeleteRolePolicy. */
export const deleteRolePolicy = iamAction<DeleteRolePolicyRequest, void>({
  schema: DeleteRolePolicy$,
  emulates: ["RoleName", "PolicyName"],
  constraints: { RoleName: members.roleName, PolicyName: members.policyName },
  permissions: (store, call) => {
    const { RoleName = "" } = call.input;
    const context = boundaryContext(findIdentity(store, "role", call.accountId, RoleName));
    return onRole(store, call, "iam:DeleteRolePolicy", RoleName, context);
  },
  run: (store, { accountId, input }) => {
    deleteInlinePolicy(store, theRole(store, accountId, input.RoleName), input.PolicyName);
  },
});
