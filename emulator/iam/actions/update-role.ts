import { UpdateRole$, type UpdateRoleRequest, type UpdateRoleResponse } from "@aws-sdk/client-iam";
import { identityAction } from "../identity-action.ts";
import * as members from "../members.ts";

/** Changes description and longest session; what is left out stays. Source: IAM API Reference, UpdateRole. */
export const updateRole = identityAction<"role", UpdateRoleRequest, UpdateRoleResponse>("role", UpdateRole$, {
  emulates: ["Description", "MaxSessionDuration"],
  constraints: { Description: members.roleDescription, MaxSessionDuration: members.maxSessionDuration },
  run: (store, { input }, role) => {
    const { Description: description = role.description, MaxSessionDuration = role.maxSessionSeconds } = input;
    store.saveIdentity({ ...role, description, maxSessionSeconds: MaxSessionDuration });
    return {};
  },
});
