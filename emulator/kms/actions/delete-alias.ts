import { DeleteAlias$, type DeleteAliasRequest } from "@aws-sdk/client-kms";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { checkAliasName, theAlias } from "../aliases.ts";
import * as constraints from "../constraints.ts";
import { aliasArn } from "../key.ts";
import { keyReference } from "../key-reference.ts";
import { byIam, onKey } from "../permissions.ts";
import type { KmsStore } from "../store.ts";

/** Needs the permission on the alias and on its key. Errors: NotFoundException. Source: KMS API Reference, DeleteAlias. */
export const deleteAlias = action<KmsStore, DeleteAliasRequest, void>({
  schema: DeleteAlias$,
  emulates: ["AliasName"],
  permissions: (store, call) => {
    checkConstraints({ AliasName: constraints.aliasName }, call.input);
    const { AliasName = "" } = call.input;
    checkAliasName(AliasName);
    const alias = aliasArn(call.caller.accountId ?? "", call.region, AliasName);
    const key = keyReference(store, call, AliasName);
    return [byIam(call, "kms:DeleteAlias", alias), onKey(store, call, "kms:DeleteAlias", key, {}, true)];
  },
  run: (store, { accountId, region, input }) => {
    store.deleteAlias(theAlias(store, accountId, region, input.AliasName ?? "").arn);
  },
});
