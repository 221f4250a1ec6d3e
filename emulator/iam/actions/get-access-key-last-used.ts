import {
  GetAccessKeyLastUsed$,
  type GetAccessKeyLastUsedRequest,
  type GetAccessKeyLastUsedResponse,
} from "@aws-sdk/client-iam";
import type { Caller } from "../../model/caller.ts";
import { ServiceError } from "../../model/service-error.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onUser } from "../permissions.ts";

/**
 * Whose key it is. Uses are not kept: the answer is the one that AWS gives for a key that was never used.
 * A key of another account is refused like one
 * that does not exist, in words that this operation alone has (recorded by LocalStack, test_access_key_errors, 2026-02). Source: IAM API Reference, GetAccessKeyLastUsed.
 */
export const getAccessKeyLastUsed = iamAction<GetAccessKeyLastUsedRequest, GetAccessKeyLastUsedResponse>({
  schema: GetAccessKeyLastUsed$,
  emulates: ["AccessKeyId"],
  constraints: { AccessKeyId: members.accessKeyId },
  permissions: (store, call) => {
    const { AccessKeyId = "" } = call.input;
    const owner = store.findAccessKey(AccessKeyId);
    if (owner?.accountId !== call.accountId) throw keyOutOfReach(call.caller, AccessKeyId);
    return onUser(store, call, "iam:GetAccessKeyLastUsed", owner.userName);
  },
  run: (store, { input: { AccessKeyId = "" } }) => {
    const key = store.findAccessKey(AccessKeyId);
    return { UserName: key?.userName, AccessKeyLastUsed: { ServiceName: "N/A", Region: "N/A" } };
  },
});

function keyOutOfReach({ principal }: Caller, accessKeyId: string): ServiceError {
  const who = "arn" in principal ? principal.arn : principal.kind;
  const message = `User: ${who} is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key ${accessKeyId}`;
  return new ServiceError("AccessDenied", message, 403, { isAuthFailure: true });
}
