import { GetAccessKeyInfo$, type GetAccessKeyInfoRequest, type GetAccessKeyInfoResponse } from "@aws-sdk/client-sts";
import * as members from "../../iam/members.ts";
import type { IamStore } from "../../iam/store.ts";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { ServiceError } from "../../model/service-error.ts";

/**
 * The account of an access key, of whichever account. AWS reads it from the id itself; here the key must have been made.
 * Errors: AccessDenied, ValidationError. Source: STS API Reference, GetAccessKeyInfo.
 */
export const getAccessKeyInfo = action<IamStore, GetAccessKeyInfoRequest, GetAccessKeyInfoResponse>({
  schema: GetAccessKeyInfo$,
  emulates: ["AccessKeyId"],
  permissions: (_store, { caller, input }) => {
    checkConstraints({ AccessKeyId: members.accessKeyId }, input, "ValidationError");
    // Sessions of users reach nothing of STS but AssumeRole and GetCallerIdentity (STS API Reference, GetSessionToken).
    if (caller.principal.kind !== "assumed-role" && caller.context.has("aws:tokenissuetime")) {
      throw new ServiceError("AccessDenied", "Cannot call GetAccessKeyInfo with session credentials", 403);
    }
    return [{ action: "sts:GetAccessKeyInfo", resource: { arn: "*", accountId: caller.accountId ?? "" } }];
  },
  run: (store, { input: { AccessKeyId = "" } }) => {
    const Account = store.findCredential(AccessKeyId)?.caller.accountId;
    if (Account === undefined) {
      // Not documented; we choose the code of malformed input.
      throw new ServiceError("ValidationError", `The access key ID ${AccessKeyId} is invalid.`, 400);
    }
    return { Account };
  },
});
