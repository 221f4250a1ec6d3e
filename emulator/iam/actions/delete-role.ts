import { DeleteRole$, type DeleteRoleRequest } from "@aws-sdk/client-iam";
import { refusePolicies } from "../deletion.ts";
import { identityAction } from "../identity-action.ts";

/**
 * Deletes a role without policies. Its sessions live on with no permissions, and resource policies that name it keep
 * its dead id. Errors: NoSuchEntity, DeleteConflict. Source: IAM API Reference, DeleteRole.
 */
export const deleteRole = identityAction<"role", DeleteRoleRequest, void>("role", DeleteRole$, {
  emulates: [],
  run: (store, _request, role) => {
    refusePolicies(role);
    store.deleteIdentity(role);
  },
});
