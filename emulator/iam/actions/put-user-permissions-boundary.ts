import { PutUserPermissionsBoundary$, type PutUserPermissionsBoundaryRequest } from "@aws-sdk/client-iam";
import { checkedBoundary } from "../attachments.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onUser, theUser } from "../permissions.ts";

/**
 * Sets the policy that bounds what a user may do. Errors: NoSuchEntity.
 * Source: IAM API Reference, PutUserPermissionsBoundary.
 */
export const putUserPermissionsBoundary = iamAction<PutUserPermissionsBoundaryRequest, void>({
  schema: PutUserPermissionsBoundary$,
  emulates: ["UserName", "PermissionsBoundary"],
  constraints: { UserName: members.userName, PermissionsBoundary: members.arn },
  permissions: (store, call) => {
    const { UserName, PermissionsBoundary } = call.input;
    const context = { "iam:permissionsboundary": PermissionsBoundary };
    return onUser(store, call, "iam:PutUserPermissionsBoundary", UserName, context);
  },
  run: (store, { accountId, input }) => {
    const user = theUser(store, accountId, input.UserName);
    store.saveIdentity({ ...user, boundary: checkedBoundary(store, accountId, input.PermissionsBoundary) });
  },
});
