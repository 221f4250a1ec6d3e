import { DeleteUser$, type DeleteUserRequest } from "@aws-sdk/client-iam";
import { refusePolicies } from "../deletion.ts";
import { deleteConflict } from "../errors.ts";
import { identityAction } from "../identity-action.ts";

/**
 * Deletes a user without policies and access keys. Errors: NoSuchEntity, DeleteConflict.
 * Source: IAM API Reference, DeleteUser.
 */
export const deleteUser = identityAction<"user", DeleteUserRequest, void>("user", DeleteUser$, {
  emulates: [],
  run: (store, _request, user) => {
    refusePolicies(user);
    if (store.accessKeysOf(user.id).length > 0) {
      throw deleteConflict("Cannot delete entity, must delete access keys first.");
    }
    store.deleteIdentity(user);
  },
});
