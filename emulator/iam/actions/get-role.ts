import { GetRole$, type GetRoleRequest, type GetRoleResponse } from "@aws-sdk/client-iam";
import { boundaryAnswer, roleAnswer, tagsAnswer } from "../answers.ts";
import { identityAction } from "../identity-action.ts";

/** One role with its trust policy as it reads now. Errors: NoSuchEntity. Source: IAM API Reference, GetRole. */
export const getRole = identityAction<"role", GetRoleRequest, GetRoleResponse>("role", GetRole$, {
  emulates: [],
  run: (store, _request, role) => ({
    Role: {
      ...roleAnswer(store, role),
      Description: role.description,
      MaxSessionDuration: role.maxSessionSeconds,
      ...boundaryAnswer(role),
      ...tagsAnswer(role.tags),
      RoleLastUsed: {},
    },
  }),
});
