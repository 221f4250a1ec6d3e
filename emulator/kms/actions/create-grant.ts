import { CreateGrant$, type CreateGrantRequest, type CreateGrantResponse } from "@aws-sdk/client-kms";
import type { Call } from "../../model/action.ts";
import { drawMs } from "../../model/pace.ts";
import { refuseMembers } from "../../model/refuse-members.ts";
import * as constraints from "../constraints.ts";
import { validationFailed } from "../errors.ts";
import type { Grant } from "../grant.ts";
import { grantPrincipal } from "../grant-principal.ts";
import { checkGrantTokens } from "../grant-tokens.ts";
import { keyAction } from "../key-action.ts";
import { type Context, constraintContext } from "../permissions.ts";

/** Operations that a symmetric key has. */
const operations = [
  ...["Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo"],
  ...["CreateGrant", "RetireGrant", "DescribeKey"],
];

/**
 * Lets a principal, also of another account, do some operations with a key; with the grant's token at once, without it
 * when the grant has spread.
 * Errors: InvalidArnException, ValidationException, DisabledException. Source: KMS API Reference, CreateGrant.
 */
export const createGrant = keyAction<CreateGrantRequest, CreateGrantResponse>({
  schema: CreateGrant$,
  emulates: ["GranteePrincipal", "RetiringPrincipal", "Operations", "Constraints", "GrantTokens", "Name"],
  constraints: {
    GranteePrincipal: { ...constraints.principal, required: true },
    RetiringPrincipal: constraints.principal,
    Operations: { required: true, each: { values: operations } },
    GrantTokens: constraints.grantTokens,
    Name: { minLength: 1, maxLength: 256, pattern: "^[a-zA-Z0-9:/_-]+$" },
  },
  context: grantContext,
  crossAccount: true,
  on: "enabled",
  run: (store, { accountId, input, now }, key) => {
    const { pace, principals, random } = store.environment;
    refuseMembers(
      input.Constraints,
      ["EncryptionContextEquals", "EncryptionContextSubset"],
      "kms:CreateGrant",
      "Constraints",
    );
    checkGrantTokens(store, input.GrantTokens);
    const grant: Grant = {
      id: random.hex(64),
      token: random.bytes(120).toString("base64"),
      keyArn: key.arn,
      accountId: key.accountId,
      ...(input.Name !== undefined && { name: input.Name }),
      createdAtMs: now,
      spreadAtMs: now + drawMs(pace.keyGrant, random),
      issuingAccount: accountId,
      grantee: grantPrincipal(principals, input.GranteePrincipal ?? ""),
      ...(input.RetiringPrincipal !== undefined && { retiring: grantPrincipal(principals, input.RetiringPrincipal) }),
      operations: input.Operations ?? [],
      constraint: constraintOf(input.Constraints),
    };
    const same = input.Name === undefined ? undefined : store.grantsOf(key.arn).find((each) => isSame(each, grant));
    if (same !== undefined) return { GrantId: same.id, GrantToken: same.token };
    store.saveGrant(grant);
    return { GrantId: grant.id, GrantToken: grant.token };
  },
});

function grantContext(input: CreateGrantRequest, { transport }: Call<CreateGrantRequest>): Context {
  return {
    ...constraintContext(constraintOf(input.Constraints)),
    "kms:granteeprincipal": input.GranteePrincipal,
    "kms:retiringprincipal": input.RetiringPrincipal,
    "kms:grantoperations": input.Operations ?? [],
    "kms:grantisforawsresource": String(transport.viaService !== undefined),
  };
}

function constraintOf(given: CreateGrantRequest["Constraints"]): Grant["constraint"] {
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset } = given ?? {};
  if (equals !== undefined && subset !== undefined) {
    throw validationFailed("A grant constraint is either EncryptionContextEquals or EncryptionContextSubset.");
  }
  if (equals !== undefined) return { kind: "equals", context: equals };
  return subset && { kind: "subset", context: subset };
}

/** A repeated request with the same name makes no second grant. Source: KMS API Reference, CreateGrant, Name. */
function isSame(one: Grant, other: Grant): boolean {
  const distinctive = ({ name, grantee, retiring, operations: granted, constraint }: Grant) =>
    JSON.stringify([name, grantee.arn, retiring?.arn, [...granted].sort(), constraint]);
  return distinctive(one) === distinctive(other);
}
