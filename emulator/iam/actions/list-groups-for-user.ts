import { ListGroupsForUser$, type ListGroupsForUserRequest, type ListGroupsForUserResponse } from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";
import { onUser, theUser } from "../permissions.ts";

/** Always empty: groups cannot be made here. Source: IAM API Reference, ListGroupsForUser. */
export const listGroupsForUser = iamAction<ListGroupsForUserRequest, ListGroupsForUserResponse>({
  schema: ListGroupsForUser$,
  emulates: ["UserName", "Marker", "MaxItems"],
  constraints: { UserName: members.userName, ...members.paging },
  permissions: (store, call) => onUser(store, call, "iam:ListGroupsForUser", call.input.UserName),
  run: (store, { accountId, input }) => {
    theUser(store, accountId, input.UserName);
    const { items, page } = pageOf<never>([], input);
    return { Groups: items, ...page };
  },
});
