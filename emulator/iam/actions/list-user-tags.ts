import { ListUserTags$, type ListUserTagsRequest, type ListUserTagsResponse } from "@aws-sdk/client-iam";
import { tagList } from "../answers.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";
import { onUser, theUser } from "../permissions.ts";

/** Tags of a user. Errors: NoSuchEntity. Source: IAM API Reference, ListUserTags. */
export const listUserTags = iamAction<ListUserTagsRequest, ListUserTagsResponse>({
  schema: ListUserTags$,
  emulates: ["UserName", "Marker", "MaxItems"],
  constraints: { UserName: members.userName, ...members.paging },
  permissions: (store, call) => onUser(store, call, "iam:ListUserTags", call.input.UserName),
  run: (store, { accountId, input }) => {
    const { items, page } = pageOf(tagList(theUser(store, accountId, input.UserName).tags), input);
    return { Tags: items, ...page };
  },
});
