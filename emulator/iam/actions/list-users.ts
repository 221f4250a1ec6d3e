import { ListUsers$, type ListUsersRequest, type ListUsersResponse } from "@aws-sdk/client-iam";
import { userAnswer } from "../answers.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";
import { onPath } from "../permissions.ts";

/** Users under a path, without tags and boundaries. Source: IAM API Reference, ListUsers. */
export const listUsers = iamAction<ListUsersRequest, ListUsersResponse>({
  schema: ListUsers$,
  emulates: ["PathPrefix", "Marker", "MaxItems"],
  constraints: { PathPrefix: members.pathPrefix, ...members.paging },
  permissions: (_store, call) => onPath(call, "iam:ListUsers", "user", call.input.PathPrefix),
  run: (store, { accountId, input }) => {
    const users = store.identities("user", accountId).filter(({ path }) => path.startsWith(input.PathPrefix ?? "/"));
    const { items, page } = pageOf(users, input);
    return { Users: items.map(userAnswer), ...page };
  },
});
