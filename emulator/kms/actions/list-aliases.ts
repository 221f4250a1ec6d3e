import { ListAliases$, type ListAliasesRequest, type ListAliasesResponse } from "@aws-sdk/client-kms";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import * as constraints from "../constraints.ts";
import { existing, keyReference } from "../key-reference.ts";
import { pageOf } from "../pages.ts";
import { byIam } from "../permissions.ts";
import type { KmsStore } from "../store.ts";

/** Aliases of the account in the region, or of one key. Source: KMS API Reference, ListAliases. */
export const listAliases = action<KmsStore, ListAliasesRequest, ListAliasesResponse>({
  schema: ListAliases$,
  emulates: ["KeyId", "Limit", "Marker"],
  permissions: (_store, call) => {
    checkConstraints({ KeyId: { minLength: 1, maxLength: 2048 }, ...constraints.paging }, call.input);
    return [byIam(call, "kms:ListAliases", "*")];
  },
  run: (store, request) => {
    const { accountId, region, input } = request;
    const { KeyId } = input;
    const aliases =
      KeyId === undefined
        ? store.aliasesIn(accountId, region)
        : store.aliasesOf(existing(keyReference(store, request, KeyId)));
    const { items, page } = pageOf(aliases, input);
    return {
      Aliases: items.map(({ name, arn, keyArn, createdAtMs, updatedAtMs }) => ({
        AliasName: name,
        AliasArn: arn,
        TargetKeyId: keyArn.split("/").at(-1),
        CreationDate: new Date(createdAtMs),
        LastUpdatedDate: new Date(updatedAtMs),
      })),
      ...page,
    };
  },
});
