import {
  type AliasListEntry,
  ListAliases$,
  type ListAliasesRequest,
  type ListAliasesResponse,
} from "@aws-sdk/client-kms";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import * as constraints from "../constraints.ts";
import { aliasArn } from "../key.ts";
import { existing, keyReference } from "../key-reference.ts";
import { predefinedAliases } from "../managed-keys.ts";
import { pageOf } from "../pages.ts";
import { byIam } from "../permissions.ts";
import type { Alias, KmsStore } from "../store.ts";

/** Aliases of the account in the region, predefined ones without a key among them, or of one key. Source: KMS API Reference, ListAliases. */
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
    const entries =
      KeyId === undefined
        ? allAliases(store, accountId, region)
        : store.aliasesOf(existing(keyReference(store, request, KeyId))).map(aliasEntry);
    const { items, page } = pageOf(entries, input);
    return { Aliases: [...items], ...page };
  },
});

/** Those with a key, and the predefined ones that have none yet. */
function allAliases(store: KmsStore, accountId: string, region: string): readonly AliasListEntry[] {
  const made = store.aliasesIn(accountId, region);
  const open = predefinedAliases.filter((name) => !made.some((alias) => alias.name === name));
  return [
    ...open.map((name) => ({ AliasName: name, AliasArn: aliasArn(accountId, region, name) })),
    ...made.map(aliasEntry),
  ];
}

function aliasEntry({ name, arn, keyArn, createdAtMs, updatedAtMs }: Alias): AliasListEntry {
  return {
    AliasName: name,
    AliasArn: arn,
    TargetKeyId: keyArn.split("/").at(-1),
    CreationDate: new Date(createdAtMs),
    LastUpdatedDate: new Date(updatedAtMs),
  };
}
