import { RevokeGrant$, type RevokeGrantRequest } from "@aws-sdk/client-kms";
import { grantNotFound } from "../errors.ts";
import { keyAction } from "../key-action.ts";

/** Ends a grant, as an administrator of the key does. Errors: NotFoundException. Source: KMS API Reference, RevokeGrant. */
export const revokeGrant = keyAction<RevokeGrantRequest, void>({
  schema: RevokeGrant$,
  emulates: ["GrantId"],
  constraints: { GrantId: { required: true, minLength: 1, maxLength: 128 } },
  context: (_input, { transport }) => ({
    "kms:grantisforawsresource": String(transport.viaService !== undefined),
  }),
  crossAccount: true,
  on: "any",
  run: (store, { input: { GrantId = "" } }, key) => {
    const grant = store.grantsOf(key.arn).find(({ id }) => id === GrantId);
    if (grant === undefined) throw grantNotFound(GrantId);
    store.deleteGrant(grant);
  },
});
