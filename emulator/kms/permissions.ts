/** What KMS's actions need, with the condition keys of KMS. Source: KMS Developer Guide, "AWS KMS condition keys". */
import type { Call, Permission } from "../model/action.ts";
import { requestTagKeys, resourceTagKeys } from "../model/tag-keys.ts";
import type { EncryptionContext, Grant } from "./grant.ts";
import { grantTokensOf } from "./grant-tokens.ts";
import type { KeyReference } from "./key-reference.ts";
import type { KmsStore } from "./store.ts";

export type Context = NonNullable<Permission["context"]>;

/**
 * A permission on a key, which its policy or a grant must give or leave to IAM. A key that is not there: IAM of the own
 * account decides whether the caller may learn so; of another account's keys nobody learns it. `ownAccountOnly`: the
 * operation does not work across accounts, whatever the policies say.
 */
export function onKey(
  store: KmsStore,
  call: Call<object>,
  action: string,
  reference: KeyReference,
  context: Context = {},
  ownAccountOnly = false,
): Permission {
  const { arn, accountId, key } = reference;
  const isOwn = accountId === call.caller.accountId;
  const closed = key === undefined || (ownAccountOnly && !isOwn);
  return {
    action,
    resource: { arn, accountId, ...(key?.managedBy !== undefined && { isAwsManaged: true }) },
    resourcePolicies: closed ? [] : store.policiesOf(key, call.now, grantTokensOf(call.input)),
    rule: isOwn && key === undefined ? "union" : "resource-must-allow",
    context: { ...callContext(call), ...keyContext(store, reference), ...context },
  };
}

/** A permission that IAM of the caller's account alone decides: on an alias, on everything. */
export function byIam(call: Call<object>, action: string, arn: string, context: Context = {}): Permission {
  const resource = { arn, accountId: call.caller.accountId ?? "" };
  return { action, resource, context: { ...callContext(call), ...context } };
}

function callContext({ caller, transport }: Call<object>): Context {
  return { "kms:calleraccount": caller.accountId, "kms:viaservice": transport.viaService };
}

function keyContext(store: KmsStore, { key, alias }: KeyReference): Context {
  if (key === undefined) return { "kms:requestalias": alias };
  const aliases = store.aliasesOf(key).map(({ name }) => name);
  return {
    ...specContext,
    "kms:requestalias": alias,
    ...(aliases.length > 0 && { "kms:resourcealiases": aliases }),
    ...resourceTagKeys(key.tags),
  };
}

/** All keys here are of one kind. */
export const specContext: Context = {
  "kms:keyspec": "SYMMETRIC_DEFAULT",
  "kms:customermasterkeyspec": "SYMMETRIC_DEFAULT",
  "kms:keyusage": "ENCRYPT_DECRYPT",
  "kms:customermasterkeyusage": "ENCRYPT_DECRYPT",
  "kms:keyorigin": "AWS_KMS",
  "kms:multiregion": "false",
};

/** Keys of a request that encrypts or decrypts. */
export function cryptoContext(encryptionContext: EncryptionContext = {}): Context {
  return { "kms:encryptionalgorithm": "SYMMETRIC_DEFAULT", ...encryptionContextKeys(encryptionContext) };
}

/** Keys of a grant's constraint, on CreateGrant and RetireGrant. Source: KMS Developer Guide, "Permissions reference". */
export function constraintContext(constraint: Grant["constraint"]): Context {
  if (constraint === undefined) return {};
  return {
    ...encryptionContextKeys(constraint.context),
    "kms:grantconstrainttype": constraint.kind === "equals" ? "EncryptionContextEquals" : "EncryptionContextSubset",
  };
}

function encryptionContextKeys(encryptionContext: EncryptionContext): Context {
  const names = Object.keys(encryptionContext);
  return {
    ...Object.fromEntries(
      names.map((name) => [`kms:encryptioncontext:${name.toLowerCase()}`, encryptionContext[name]]),
    ),
    ...(names.length > 0 && { "kms:encryptioncontextkeys": names }),
  };
}

interface Tag {
  readonly TagKey: string | undefined;
  readonly TagValue: string | undefined;
}

export function requestTagContext(tags: readonly Tag[] | undefined): Context {
  return requestTagKeys((tags ?? []).map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue] as const));
}
