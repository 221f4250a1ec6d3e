import { CreateAlias$, type CreateAliasRequest } from "@aws-sdk/client-kms";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { checkAliasName } from "../aliases.ts";
import * as constraints from "../constraints.ts";
import { aliasExists } from "../errors.ts";
import { aliasArn } from "../key.ts";
import { keyIdConstraint, refuseState } from "../key-action.ts";
import { existing, keyReference } from "../key-reference.ts";
import { byIam, onKey } from "../permissions.ts";
import type { KmsStore } from "../store.ts";

/**
 * Names a key of the account. Needs the permission on the alias and on the key.
 * Errors: AlreadyExistsException, NotFoundException, InvalidAliasNameException. Source: KMS API Reference, CreateAlias.
 */
export const createAlias = action<KmsStore, CreateAliasRequest, void>({
  schema: CreateAlias$,
  emulates: ["AliasName", "TargetKeyId"],
  permissions: (store, call) => {
    checkConstraints({ AliasName: constraints.aliasName, TargetKeyId: keyIdConstraint }, call.input);
    const { AliasName = "", TargetKeyId = "" } = call.input;
    checkAliasName(AliasName);
    const alias = aliasArn(call.caller.accountId ?? "", call.region, AliasName);
    const target = keyReference(store, call, TargetKeyId);
    return [byIam(call, "kms:CreateAlias", alias), onKey(store, call, "kms:CreateAlias", target, {}, true)];
  },
  run: (store, request) => {
    const { accountId, region, now } = request;
    const { AliasName: name = "", TargetKeyId = "" } = request.input;
    const key = existing(keyReference(store, request, TargetKeyId));
    refuseState(key, "not-pending-deletion");
    const arn = aliasArn(accountId, region, name);
    if (store.findAlias(accountId, region, name) !== undefined) throw aliasExists(arn);
    store.saveAlias({ accountId, region, name, arn, keyArn: key.arn, createdAtMs: now, updatedAtMs: now });
  },
});
