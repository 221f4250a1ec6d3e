import {
  UpdateRoleDescription$,
  type UpdateRoleDescriptionRequest,
  type UpdateRoleDescriptionResponse,
} from "@aws-sdk/client-iam";
import { roleAnswer } from "../answers.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onRole, theRole } from "../permissions.ts";

/** The older way to change a description alone. Source: IAM API Reference, UpdateRoleDescription. */
export const updateRoleDescription = iamAction<UpdateRoleDescriptionRequest, UpdateRoleDescriptionResponse>({
  schema: UpdateRoleDescription$,
  emulates: ["RoleName", "Description"],
  constraints: { RoleName: members.roleName, Description: { ...members.roleDescription, required: true } },
  permissions: (store, call) => onRole(store, call, "iam:UpdateRoleDescription", call.input.RoleName),
  run: (store, { accountId, input }) => {
    const role = { ...theRole(store, accountId, input.RoleName), description: input.Description };
    store.saveIdentity(role);
    return { Role: { ...roleAnswer(store, role), Description: role.description } };
  },
});
