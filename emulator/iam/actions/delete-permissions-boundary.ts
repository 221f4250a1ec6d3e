import { DeleteRolePermissionsBoundary$, DeleteUserPermissionsBoundary$ } from "@aws-sdk/client-iam";
import { identityActions } from "../identity-action.ts";
import { boundaryContext } from "../permissions.ts";

/**
 * Removes the permissions boundary of a role or user.
 * Errors: NoSuchEntity. Source: IAM API Reference, DeleteRolePermissionsBoundary, DeleteUserPermissionsBoundary.
 */
export const deletePermissionsBoundary = identityActions<object, void>(
  { role: DeleteRolePermissionsBoundary$, user: DeleteUserPermissionsBoundary$ },
  {
    emulates: [],
    context: (_input, identity) => boundaryContext(identity),
    run: (store, _request, identity) => store.saveIdentity({ ...identity, boundary: undefined }),
  },
);
