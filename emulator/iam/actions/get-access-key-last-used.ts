import {
  GetAccessKeyLastUsed$,
  type GetAccessKeyLastUsedRequest,
  type GetAccessKeyLastUsedResponse,
} from "@aws-sdk/client-iam";
import { accessKeyNotFound } from "../errors.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onUser } from "../permissions.ts";

/**
 * Whose key it is. Uses are not kept: the answer is the one that AWS gives for a key that was never used.
 * A key of another account is refused like one that does not exist. Source: IAM API Reference, GetAccessKeyLastUsed.
 */
export const getAccessKeyLastUsed = iamAction<GetAccessKeyLastUsedRequest, GetAccessKeyLastUsedResponse>({
  schema: GetAccessKeyLastUsed$,
  emulates: ["AccessKeyId"],
  constraints: { AccessKeyId: members.accessKeyId },
  permissions: (store, call) => {
    const owner = store.findAccessKey(call.input.AccessKeyId ?? "");
    const name = owner?.accountId === call.accountId ? owner.userName : "*";
    return onUser(store, call, "iam:GetAccessKeyLastUsed", name);
  },
  run: (store, { accountId, input: { AccessKeyId = "" } }) => {
    const key = store.findAccessKey(AccessKeyId);
    if (key?.accountId !== accountId) throw accessKeyNotFound(AccessKeyId);
    return { UserName: key.userName, AccessKeyLastUsed: { ServiceName: "N/A", Region: "N/A" } };
  },
});
