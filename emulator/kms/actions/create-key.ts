import { CreateKey$, type CreateKeyRequest, type CreateKeyResponse } from "@aws-sdk/client-kms";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { notImplemented } from "../../model/service-error.ts";
import * as constraints from "../constraints.ts";
import { keyArn, keyMetadata } from "../key.ts";
import { defaultKeyPolicy, keyDocument, refuseLockout } from "../key-policy.ts";
import { byIam, requestTagContext, specContext } from "../permissions.ts";
import type { KmsStore } from "../store.ts";
import { withTags } from "../tags.ts";

/**
 * Makes a symmetric key in the caller's account and region. Without a policy it gets one that leaves everything to IAM
 * of the account. Errors: MalformedPolicyDocumentException, TagException, LimitExceededException.
 * Source: KMS API Reference, CreateKey.
 */
export const createKey = action<KmsStore, CreateKeyRequest, CreateKeyResponse>({
  schema: CreateKey$,
  emulates: [
    ...(["Policy", "Description", "KeyUsage", "CustomerMasterKeySpec", "KeySpec", "Origin"] as const),
    ...(["BypassPolicyLockoutSafetyCheck", "Tags", "MultiRegion"] as const),
  ],
  permissions: (_store, call) => {
    const { input } = call;
    checkConstraints(
      { Policy: constraints.policy, Description: constraints.description, Tags: constraints.tags },
      input,
    );
    refuseOtherKinds(input);
    const context = {
      ...specContext,
      ...requestTagContext(input.Tags),
      "kms:bypasspolicylockoutsafetycheck": String(input.BypassPolicyLockoutSafetyCheck ?? false),
    };
    const create = byIam(call, "kms:CreateKey", "*", context);
    return input.Tags === undefined || input.Tags.length === 0
      ? [create]
      : [create, byIam(call, "kms:TagResource", keyArn(call.caller.accountId ?? "", call.region, "*"), context)];
  },
  run: (store, request) => {
    const { accountId, region, input } = request;
    const { Policy = defaultKeyPolicy(accountId, region), Description: description = "" } = input;
    const policy = keyDocument(store.environment, Policy);
    const key = store.newKey(accountId, region, { policy, description, tags: withTags(new Map(), input.Tags) });
    // Only a policy that is given is checked for it. Source: KMS API Reference, CreateKey, Policy.
    if (input.Policy !== undefined && input.BypassPolicyLockoutSafetyCheck !== true) refuseLockout(request, key);
    store.saveKey(key);
    return { KeyMetadata: keyMetadata(key) };
  },
});

/** Only symmetric keys that KMS makes itself, in one region. */
function refuseOtherKinds(input: CreateKeyRequest): void {
  const { KeySpec = input.CustomerMasterKeySpec, KeyUsage, Origin, MultiRegion } = input;
  if (KeySpec !== undefined && KeySpec !== "SYMMETRIC_DEFAULT") throw notImplemented(`The key spec ${KeySpec}`);
  if (KeyUsage !== undefined && KeyUsage !== "ENCRYPT_DECRYPT") throw notImplemented(`The key usage ${KeyUsage}`);
  if (Origin !== undefined && Origin !== "AWS_KMS") throw notImplemented(`The key origin ${Origin}`);
  if (MultiRegion === true) throw notImplemented("A multi-Region key");
}
