import { DeleteRolePolicy$, type DeleteRolePolicyRequest, DeleteUserPolicy$ } from "@aws-sdk/client-iam";
import { identityActions } from "../identity-action.ts";
import { deleteInlinePolicy as remove } from "../inline-policies.ts";
import * as members from "../members.ts";
import { boundaryContext } from "../permissions.ts";

/**
 * Removes an inline policy of a role or user.
 * Errors: NoSuchEntity. Source: IAM API Reference, DeleteRolePolicy, DeleteUserPolicy.
 */
export const deleteInlinePolicy = identityActions<Pick<DeleteRolePolicyRequest, "PolicyName">, void>(
  { role: DeleteRolePolicy$, user: DeleteUserPolicy$ },
  {
    emulates: ["PolicyName"],
    constraints: { PolicyName: members.policyName },
    context: (_input, identity) => boundaryContext(identity),
    run: (store, { input }, identity) => remove(store, identity, input.PolicyName),
  },
);
