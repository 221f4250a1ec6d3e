import { DeleteAccessKey$, type DeleteAccessKeyRequest } from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onUser } from "../permissions.ts";
import { theAccessKey, userNameOf } from "../user-of-call.ts";

/** Deletes a key. Errors: NoSuchEntity. Source: IAM API Reference, DeleteAccessKey. */
export const deleteAccessKey = iamAction<DeleteAccessKeyRequest, void>({
  schema: DeleteAccessKey$,
  emulates: ["UserName", "AccessKeyId"],
  constraints: { UserName: { ...members.userName, required: false }, AccessKeyId: members.accessKeyId },
  permissions: (store, call) =>
    onUser(store, call, "iam:DeleteAccessKey", userNameOf(store, call, call.input.AccessKeyId)),
  run: (store, call) => store.deleteAccessKey(theAccessKey(store, call, call.input.AccessKeyId).accessKeyId),
});
