import { DeleteUser$, type DeleteUserRequest } from "@aws-sdk/client-iam";
import { refusePolicies } from "../deletion.ts";
import { deleteConflict } from "../errors.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onUser, theUser } from "../permissions.ts";

/**
 * Deletes a user without policies and access keys. Errors: NoSuchEntity, DeleteConflict.
 * Source: IAM API Reference, DeleteUser.
 */
export const deleteUser = iamAction<DeleteUserRequest, void>({
  schema: DeleteUser$,
  emulates: ["UserName"],
  constraints: { UserName: members.userName },
  permissions: (store, call) => onUser(store, call, "iam:DeleteUser", call.input.UserName),
  run: (store, { accountId, input }) => {
    const user = theUser(store, accountId, input.UserName);
    refusePolicies(user);
    if (store.accessKeysOf(user.id).length > 0) {
      throw deleteConflict("Cannot delete entity, must delete access keys first.");
    }
    store.deleteIdentity(user);
  },
});
