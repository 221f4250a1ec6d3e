import { UpdateAlias$, type UpdateAliasRequest } from "@aws-sdk/client-kms";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { checkAliasName, theAlias } from "../aliases.ts";
import * as constraints from "../constraints.ts";
import { aliasArn } from "../key.ts";
import { keyIdConstraint, refuseState } from "../key-action.ts";
import { existing, keyReference } from "../key-reference.ts";
import { byIam, onKey } from "../permissions.ts";
import type { KmsStore } from "../store.ts";

/**
 * Has an alias mean another key. Needs the permission on the alias and on both keys.
 * Errors: NotFoundException. Source: KMS API Reference, UpdateAlias.
 */
export const updateAlias = action<KmsStore, UpdateAliasRequest, void>({
  schema: UpdateAlias$,
  emulates: ["AliasName", "TargetKeyId"],
  permissions: (store, call) => {
    checkConstraints({ AliasName: constraints.aliasName, TargetKeyId: keyIdConstraint }, call.input);
    const { AliasName = "", TargetKeyId = "" } = call.input;
    checkAliasName(AliasName);
    const alias = aliasArn(call.caller.accountId ?? "", call.region, AliasName);
    const keys = [keyReference(store, call, AliasName), keyReference(store, call, TargetKeyId)];
    return [
      byIam(call, "kms:UpdateAlias", alias),
      ...keys.map((key) => onKey(store, call, "kms:UpdateAlias", key, {}, true)),
    ];
  },
  run: (store, request) => {
    const { accountId, region, input, now } = request;
    const alias = theAlias(store, accountId, region, input.AliasName ?? "");
    const key = existing(keyReference(store, request, input.TargetKeyId ?? ""));
    refuseState(key, "not-pending-deletion");
    store.saveAlias({ ...alias, keyArn: key.arn, updatedAtMs: now });
  },
});
