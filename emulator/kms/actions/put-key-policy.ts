import { PutKeyPolicy$, type PutKeyPolicyRequest } from "@aws-sdk/client-kms";
import * as constraints from "../constraints.ts";
import { validationFailed } from "../errors.ts";
import { keyAction } from "../key-action.ts";
import { keyDocument, refuseLockout } from "../key-policy.ts";

/**
 * Replaces a key's policy; its principals are resolved anew. Refused where the caller could not change it back, unless
 * that check is bypassed. Errors: MalformedPolicyDocumentException. Source: KMS API Reference, PutKeyPolicy.
 */
export const putKeyPolicy = keyAction<PutKeyPolicyRequest, void>({
  schema: PutKeyPolicy$,
  emulates: ["PolicyName", "Policy", "BypassPolicyLockoutSafetyCheck"],
  constraints: { Policy: { ...constraints.policy, required: true } },
  context: ({ BypassPolicyLockoutSafetyCheck: bypass = false }) => ({
    "kms:bypasspolicylockoutsafetycheck": String(bypass),
  }),
  on: "any",
  run: (store, request, key) => {
    const { PolicyName = "default", Policy = "", BypassPolicyLockoutSafetyCheck: bypass } = request.input;
    if (PolicyName !== "default") throw validationFailed("The only valid policy name is default.");
    const changed = { ...key, policy: keyDocument(store.environment, Policy) };
    if (bypass !== true) refuseLockout(request, changed);
    store.saveKey(changed);
  },
});
