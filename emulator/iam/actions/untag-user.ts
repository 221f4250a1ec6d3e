import { UntagUser$, type UntagUserRequest } from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onUser, theUser } from "../permissions.ts";
import { withoutTags } from "../tags.ts";

/** Removes tags of a user; keys that it does not have are passed over. Source: IAM API Reference, UntagUser. */
export const untagUser = iamAction<UntagUserRequest, void>({
  schema: UntagUser$,
  emulates: ["UserName", "TagKeys"],
  constraints: { UserName: members.userName, TagKeys: members.tagKeys },
  permissions: (store, call) =>
    onUser(store, call, "iam:UntagUser", call.input.UserName, { "aws:tagkeys": call.input.TagKeys ?? [] }),
  run: (store, { accountId, input }) => {
    const user = theUser(store, accountId, input.UserName);
    store.saveIdentity({ ...user, tags: withoutTags(user.tags, input.TagKeys) });
  },
});
