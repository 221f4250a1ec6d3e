import { DeleteRole$, type DeleteRoleRequest } from "@aws-sdk/client-iam";
import { refusePolicies } from "../deletion.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onRole, theRole } from "../permissions.ts";

/**
 * Deletes a role without policies. Its sessions live on with no permissions, and resource policies that name it keep
 * its dead id. Errors: NoSuchEntity, DeleteConflict. Source: IAM API Reference, DeleteRole.
 */
export const deleteRole = iamAction<DeleteRoleRequest, void>({
  schema: DeleteRole$,
  emulates: ["RoleName"],
  constraints: { RoleName: members.roleName },
  permissions: (store, call) => onRole(store, call, "iam:DeleteRole", call.input.RoleName),
  run: (store, { accountId, input }) => {
    const role = theRole(store, accountId, input.RoleName);
    refusePolicies(role);
    store.deleteIdentity(role);
  },
});
