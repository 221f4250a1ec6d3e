import { UpdateRole$, type UpdateRoleRequest, type UpdateRoleResponse } from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onRole, theRole } from "../permissions.ts";

/** Changes description and longest session; what is left out stays. Source: IAM API Reference, UpdateRole. */
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
    const { Description: description = role.description, MaxSessionDuration = role.maxSessionSeconds } = input;
    store.saveIdentity({ ...role, description, maxSessionSeconds: MaxSessionDuration });
    return {};
  },
});
