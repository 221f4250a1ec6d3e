import { RetireGrant$, type RetireGrantRequest } from "@aws-sdk/client-kms";
import { action, type Call } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { grantNotFound, invalidGrantToken, validationFailed } from "../errors.ts";
import { type Grant, grantPolicy } from "../grant.ts";
import { keyReference } from "../key-reference.ts";
import { constraintContext, onKey } from "../permissions.ts";
import type { KmsStore } from "../store.ts";

/**
 * Ends a grant, as its retiring principal does, its grantee where the grant lets it, and whom IAM of the account lets that
 * made the grant. A key policy has no say. Errors: NotFoundException, InvalidGrantTokenException. Sources: KMS API
 * Reference, RetireGrant; KMS Developer Guide, "Permissions reference".
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
    const reference = keyReference(store, call, grant.keyArn);
    const permission = onKey(store, call, "kms:RetireGrant", reference, constraintContext(grant.constraint));
    return [
      {
        ...permission,
        resource: { arn: grant.keyArn, accountId: grant.issuingAccount },
        // What other grants of the key allow is not about this one.
        resourcePolicies: [grantPolicy(grant)],
        rule: "union",
        context: { ...permission.context, "aws:resourceaccount": grant.accountId },
      },
    ];
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
