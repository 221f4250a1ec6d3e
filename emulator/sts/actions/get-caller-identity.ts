import { GetCallerIdentity$, type GetCallerIdentityRequest, type GetCallerIdentityResponse } from "@aws-sdk/client-sts";
import type { IamStore } from "../../iam/store.ts";
import { action } from "../../model/action.ts";

/**
 * Who signed the request. Needs no permission, and no policy can deny it.
 * Source: STS API Reference, GetCallerIdentity.
 */
export const getCallerIdentity = action<IamStore, GetCallerIdentityRequest, GetCallerIdentityResponse>({
  schema: GetCallerIdentity$,
  emulates: [],
  permissions: () => "public",
  run: (_store, { caller, accountId }) => {
    const { principal } = caller;
    switch (principal.kind) {
      case "root":
        return { UserId: accountId, Account: accountId, Arn: principal.arn };
      case "user":
        return { UserId: principal.userId, Account: accountId, Arn: principal.arn };
      case "assumed-role":
        return { UserId: `${principal.roleId}:${principal.sessionName}`, Account: accountId, Arn: principal.arn };
      case "service":
      case "federated":
      case "anonymous":
        throw new TypeError(`a principal of kind ${principal.kind} cannot sign a request`);
    }
  },
});
