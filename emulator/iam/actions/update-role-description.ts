import {
  UpdateRoleDescription$,
  type UpdateRoleDescriptionRequest,
  type UpdateRoleDescriptionResponse,
} from "@aws-sdk/client-iam";
import { roleAnswer } from "../answers.ts";
import { identityAction } from "../identity-action.ts";
import * as members from "../members.ts";

/** The older way to change a description alone. Source: IAM API Reference, UpdateRoleDescription. */
export const updateRoleDescription = identityAction<
  "role",
  UpdateRoleDescriptionRequest,
  UpdateRoleDescriptionResponse
>("role", UpdateRoleDescription$, {
  emulates: ["Description"],
  constraints: { Description: { ...members.roleDescription, required: true } },
  run: (store, { input }, before) => {
    const role = { ...before, description: input.Description };
    store.saveIdentity(role);
    return { Role: { ...roleAnswer(store, role), Description: role.description } };
  },
});
