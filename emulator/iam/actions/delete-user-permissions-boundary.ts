import { DeleteUserPermissionsBoundary$, type DeleteUserPermissionsBoundaryRequest } from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { boundaryContext, findIdentity, onUser, theUser } from "../permissions.ts";

/** Lifts a user's boundary. Errors: NoSuchEntity. Source: IAM API Reference, DeleteUserPermissionsBoundary. */
export const deleteUserPermissionsBoundary = iamAction<DeleteUserPermissionsBoundaryRequest, void>({
  schema: DeleteUserPermissionsBoundary$,
  emulates: ["UserName"],
  constraints: { UserName: members.userName },
  permissions: (store, call) => {
    const { UserName = "" } = call.input;
    const context = boundaryContext(findIdentity(store, "user", call.accountId, UserName));
    return onUser(store, call, "iam:DeleteUserPermissionsBoundary", UserName, context);
  },
  run: (store, { accountId, input }) => {
    store.saveIdentity({ ...theUser(store, accountId, input.UserName), boundary: undefined });
  },
});
