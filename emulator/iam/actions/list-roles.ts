import { ListRoles$, type ListRolesRequest, type ListRolesResponse } from "@aws-sdk/client-iam";
import { roleAnswer } from "../answers.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";
import { onPath } from "../permissions.ts";

/** Roles under a path, without tags and boundaries. Source: IAM API Reference, ListRoles. */
export const listRoles = iamAction<ListRolesRequest, ListRolesResponse>({
  schema: ListRoles$,
  emulates: ["PathPrefix", "Marker", "MaxItems"],
  constraints: { PathPrefix: members.pathPrefix, ...members.paging },
  permissions: (_store, call) => onPath(call, "iam:ListRoles", "role", call.input.PathPrefix),
  run: (store, { accountId, input }) => {
    const roles = store.identities("role", accountId).filter(({ path }) => path.startsWith(input.PathPrefix ?? "/"));
    const { items, page } = pageOf(roles, input);
    return {
      Roles: items.map((role) => ({
        ...roleAnswer(store, role),
        Description: role.description,
        MaxSessionDuration: role.maxSessionSeconds,
      })),
      ...page,
    };
  },
});
