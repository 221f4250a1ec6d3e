import { DeleteRolePermissionsBoundary$, type DeleteRolePermissionsBoundaryRequest } from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { boundaryContext, findIdentity, onRole, theRole } from "../permissions.ts";

/** Lifts a role's boundary. Errors: NoSuchEntity. Source: IAM API Reference, DeleteRolePermissionsBoundary. */
export const deleteRolePermissionsBoundary = iamAction<DeleteRolePermissionsBoundaryRequest, void>({
  schema: DeleteRolePermissionsBoundary$,
  emulates: ["RoleName"],
  constraints: { RoleName: members.roleName },
  permissions: (store, call) => {
    const { RoleName = "" } = call.input;
    const context = boundaryContext(findIdentity(store, "role", call.accountId, RoleName));
    return onRole(store, call, "iam:DeleteRolePermissionsBoundary", RoleName, context);
  },
  run: (store, { accountId, input }) => {
    store.saveIdentity({ ...theRole(store, accountId, input.RoleName), boundary: undefined });
  },
});
