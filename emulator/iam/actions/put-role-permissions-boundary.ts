import { PutRolePermissionsBoundary$, type PutRolePermissionsBoundaryRequest } from "@aws-sdk/client-iam";
import { checkedBoundary } from "../attachments.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onRole, theRole } from "../permissions.ts";

/**
 * Sets the policy that bounds what a role may do. Errors: NoSuchEntity.
 * Source: IAM API Reference, PutRolePermissionsBoundary.
 */
export const putRolePermissionsBoundary = iamAction<PutRolePermissionsBoundaryRequest, void>({
  schema: PutRolePermissionsBoundary$,
  emulates: ["RoleName", "PermissionsBoundary"],
  constraints: { RoleName: members.roleName, PermissionsBoundary: members.arn },
  permissions: (store, call) => {
    const { RoleName, PermissionsBoundary } = call.input;
    const context = { "iam:permissionsboundary": PermissionsBoundary };
    return onRole(store, call, "iam:PutRolePermissionsBoundary", RoleName, context);
  },
  run: (store, { accountId, input }) => {
    const role = theRole(store, accountId, input.RoleName);
    store.saveIdentity({ ...role, boundary: checkedBoundary(store, accountId, input.PermissionsBoundary) });
  },
});
