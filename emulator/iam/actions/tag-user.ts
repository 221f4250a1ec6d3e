import { TagUser$, type TagUserRequest } from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onUser, requestTagContext, theUser } from "../permissions.ts";
import { withTags } from "../tags.ts";

/** Adds tags to a user or changes them. Errors: NoSuchEntity, LimitExceeded. Source: IAM API Reference, TagUser. */
export const tagUser = iamAction<TagUserRequest, void>({
  schema: TagUser$,
  emulates: ["UserName", "Tags"],
  constraints: { UserName: members.userName, Tags: { ...members.tags, required: true } },
  permissions: (store, call) =>
    onUser(store, call, "iam:TagUser", call.input.UserName, requestTagContext(call.input.Tags)),
  run: (store, { accountId, input }) => {
    const user = theUser(store, accountId, input.UserName);
    store.saveIdentity({ ...user, tags: withTags(user.tags, input.Tags) });
  },
});
