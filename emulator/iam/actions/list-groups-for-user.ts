import { ListGroupsForUser$, type ListGroupsForUserRequest, type ListGroupsForUserResponse } from "@aws-sdk/client-iam";
import { identityAction } from "../identity-action.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";

/** Always empty: groups cannot be made here. Source: IAM API Reference, ListGroupsForUser. */
export const listGroupsForUser = identityAction<"user", ListGroupsForUserRequest, ListGroupsForUserResponse>(
  "user",
  ListGroupsForUser$,
  {
    emulates: ["Marker", "MaxItems"],
    constraints: members.paging,
    run: (_store, { input }) => {
      const { items, page } = pageOf<never>([], input);
      return { Groups: items, ...page };
    },
  },
);
