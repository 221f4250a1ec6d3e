import { GetRole$, type GetRoleRequest, type GetRoleResponse } from "@aws-sdk/client-iam";
import { boundaryAnswer, roleAnswer, tagsAnswer } from "../answers.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onRole, theRole } from "../permissions.ts";

/** One role with its trust policy as it reads now. Errors: NoSuchEntity. Source: IAM API Reference, GetRole. */
export const getRole = iamAction<GetRoleRequest, GetRoleResponse>({
  schema: GetRole$,
  emulates: ["RoleName"],
  constraints: { RoleName: members.roleName },
  permissions: (store, call) => onRole(store, call, "iam:GetRole", call.input.RoleName),
  run: (store, { accountId, input }) => {
    const role = theRole(store, accountId, input.RoleName);
    return {
      Role: {
        ...roleAnswer(store, role),
        Description: role.description,
        MaxSessionDuration: role.maxSessionSeconds,
        ...boundaryAnswer(role),
        ...tagsAnswer(role.tags),
        RoleLastUsed: {},
      },
    };
  },
});
