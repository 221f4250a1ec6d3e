import { UpdateRole$, type UpdateRoleRequest, type UpdateRoleResponse } from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onRole, theRole } from "../permissions.ts";

/** Changes description and longest session; a description that is left out is removed. Source: IAM API Reference, UpdateRole. */
export const updateRole = iamAction<UpdateRoleRequest, UpdateRoleResponse>({
  schema: UpdateRole$,
  emulates: ["RoleName", "Description", "MaxSessionDuration"],
  constraints: {
    RoleName: members.roleName,
    Description: members.roleDescription,
    MaxSessionDuration: members.maxSessionDuration,
  },
  permissions: (store, call) => onRole(store, call, "iam:UpdateRole", call.input.RoleName),
  run: (store, { accountId, input }) => {
    const role = theRole(store, accountId, input.RoleName);
    const maxSessionSeconds = input.MaxSessionDuration ?? 3600;
    store.saveIdentity({ ...role, description: input.Description, maxSessionSeconds });
    return {};
  },
});
