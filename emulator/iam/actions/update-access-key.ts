import { UpdateAccessKey$, type UpdateAccessKeyRequest } from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onUser } from "../permissions.ts";
import { theAccessKey, userNameOf } from "../user-of-call.ts";

/** Makes a key usable or unusable. Errors: NoSuchEntity. Source: IAM API Reference, UpdateAccessKey. */
export const updateAccessKey = iamAction<UpdateAccessKeyRequest, void>({
  schema: UpdateAccessKey$,
  emulates: ["UserName", "AccessKeyId", "Status"],
  constraints: {
    UserName: { ...members.userName, required: false },
    AccessKeyId: members.accessKeyId,
    Status: { required: true, values: ["Active", "Inactive"] },
  },
  permissions: (store, call) =>
    onUser(store, call, "iam:UpdateAccessKey", userNameOf(store, call, call.input.AccessKeyId)),
  run: (store, call) => {
    const key = theAccessKey(store, call, call.input.AccessKeyId);
    store.saveAccessKey({ ...key, status: call.input.Status === "Inactive" ? "Inactive" : "Active" });
  },
});
