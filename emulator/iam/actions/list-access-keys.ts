import { ListAccessKeys$, type ListAccessKeysRequest, type ListAccessKeysResponse } from "@aws-sdk/client-iam";
import { accessKeyMetadata } from "../answers.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";
import { onUser, theUser } from "../permissions.ts";
import { userNameOf } from "../user-of-call.ts";

/** Keys of a user without their secrets. Errors: NoSuchEntity. Source: IAM API Reference, ListAccessKeys. */
export const listAccessKeys = iamAction<ListAccessKeysRequest, ListAccessKeysResponse>({
  schema: ListAccessKeys$,
  emulates: ["UserName", "Marker", "MaxItems"],
  constraints: { UserName: { ...members.userName, required: false }, ...members.paging },
  permissions: (store, call) => onUser(store, call, "iam:ListAccessKeys", userNameOf(store, call)),
  run: (store, call) => {
    const user = theUser(store, call.accountId, userNameOf(store, call));
    const { items, page } = pageOf(store.accessKeysOf(user.id), call.input);
    return { AccessKeyMetadata: items.map(accessKeyMetadata), ...page };
  },
});
