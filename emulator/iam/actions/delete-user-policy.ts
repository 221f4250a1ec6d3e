import { DeleteUserPolicy$, type DeleteUserPolicyRequest } from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import { deleteInlinePolicy } from "../inline-policies.ts";
import * as members from "../members.ts";
import { boundaryContext, findIdentity, onUser, theUser } from "../permissions.ts";

/** Removes an inline policy of a user. Errors: NoSuchEntity. Source: IAM API Reference, DeleteUserPolicy. */
export const deleteUserPolicy = iamAction<DeleteUserPolicyRequest, void>({
  schema: DeleteUserPolicy$,
  emulates: ["UserName", "PolicyName"],
  constraints: { UserName: members.userName, PolicyName: members.policyName },
  permissions: (store, call) => {
    const { UserName = "" } = call.input;
    const context = boundaryContext(findIdentity(store, "user", call.accountId, UserName));
    return onUser(store, call, "iam:DeleteUserPolicy", UserName, context);
  },
  run: (store, { accountId, input }) => {
    deleteInlinePolicy(store, theUser(store, accountId, input.UserName), input.PolicyName);
  },
});
