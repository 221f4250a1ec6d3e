import { RetireGrant$, type RetireGrantRequest } from "@aws-sdk/client-kms";
import { action, type Call } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { grantNotFound, invalidGrantToken, validationFailed } from "../errors.ts";
import { type Grant, grantPolicy } from "../grant.ts";
import { keyReference } from "../key-reference.ts";
import { onKey } from "../permissions.ts";
import type { KmsStore } from "../store.ts";

/**
 * Ends a grant, as its retiring principal does, or its grantee where the grant lets it; others need kms:RetireGrant by
 * the key's policy. Errors: NotFoundException, InvalidGrantTokenException. Source: KMS API Reference, RetireGrant.
 */
export const retireGrant = action<KmsStore, RetireGrantRequest, void>({
  schema: RetireGrant$,
  emulates: ["GrantToken", "KeyId", "GrantId"],
  permissions: (store, call) => {
    checkConstraints(
      {
        GrantToken: { minLength: 1, maxLength: 8192 },
        KeyId: { minLength: 1, maxLength: 2048 },
        GrantId: { minLength: 1, maxLength: 128 },
      },
      call.input,
    );
    const grant = theGrant(store, call);
    const permission = onKey(store, call, "kms:RetireGrant", keyReference(store, call, grant.keyArn));
    // What other grants of the key allow is not about this one.
    const policies = permission.resourcePolicies?.filter(({ type }) => type !== "grant") ?? [];
    return [{ ...permission, resourcePolicies: [...policies, grantPolicy(grant)] }];
  },
  run: (store, request) => store.deleteGrant(theGrant(store, request)),
});

/** By its token, or by key and id. */
function theGrant(store: KmsStore, call: Pick<Call<RetireGrantRequest>, "input" | "caller" | "region">): Grant {
  const { GrantToken, KeyId, GrantId } = call.input;
  if (GrantToken !== undefined) {
    const grant = store.allGrants().find(({ token }) => token === GrantToken);
    if (grant === undefined) throw invalidGrantToken();
    return grant;
  }
  if (KeyId === undefined || GrantId === undefined) {
    throw validationFailed("Either a grant token or both a key ID and a grant ID must be specified.");
  }
  const { arn } = keyReference(store, call, KeyId);
  const grant = store.grantsOf(arn).find(({ id }) => id === GrantId);
  if (grant === undefined) throw grantNotFound(GrantId);
  return grant;
}
