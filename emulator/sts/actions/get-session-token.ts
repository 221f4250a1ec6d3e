import { GetSessionToken$, type GetSessionTokenRequest, type GetSessionTokenResponse } from "@aws-sdk/client-sts";
import type { SessionRecord } from "../../iam/entities.ts";
import type { IamStore } from "../../iam/store.ts";
import { action } from "../../model/action.ts";
import type { Caller } from "../../model/caller.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { ServiceError } from "../../model/service-error.ts";
import { issueSession } from "../credentials.ts";

const defaultSeconds = 43_200;
const maxRootSeconds = 3600;

/**
 * Temporary credentials of the calling user or root user, with its own permissions. Needs no permission; sessions cannot
 * ask for it. Errors: AccessDenied, ValidationError. Source: STS API Reference, GetSessionToken.
 */
export const getSessionToken = action<IamStore, GetSessionTokenRequest, GetSessionTokenResponse>({
  schema: GetSessionToken$,
  emulates: ["DurationSeconds"],
  permissions: (_store, { caller, input }) => {
    checkConstraints({ DurationSeconds: { min: 900, max: 129_600 } }, input, "ValidationError");
    if (caller.context.has("aws:tokenissuetime")) {
      throw new ServiceError("AccessDenied", "Cannot call GetSessionToken with session credentials", 403);
    }
    return "public";
  },
  run: (store, { accountId, caller, input, now }) => {
    const { DurationSeconds = defaultSeconds } = input;
    const bearer = bearerFor(caller);
    const seconds = bearer.kind === "root" ? Math.min(DurationSeconds, maxRootSeconds) : DurationSeconds;
    return { Credentials: issueSession(store, accountId, bearer, now, seconds) };
  },
});

function bearerFor({ principal }: Caller): SessionRecord["bearer"] {
  if (principal.kind === "user") return { kind: "user", userId: principal.userId };
  if (principal.kind === "root") return { kind: "root" };
  throw new TypeError(`a ${principal.kind} caller has no long-term credentials`);
}
