/** How requests name keys: by id, ARN, alias or alias ARN. Source: KMS Developer Guide, "Key identifiers (KeyId)". */
import type { Call } from "../model/action.ts";
import { parseArn } from "../model/arn.ts";
import { partitionOf } from "../model/partition.ts";
import { aliasNotFound, foreignRegion, invalidKeyId, keyNotFound } from "./errors.ts";
import { aliasArn, type Key, keyArn } from "./key.ts";
import type { KmsStore } from "./store.ts";

export interface KeyReference {
  /** Of the key, or of the alias where that leads nowhere. */
  readonly arn: string;
  readonly accountId: string;
  /** Undefined: there is none. */
  readonly key: Key | undefined;
  /** The alias by which it was asked for, with its prefix. */
  readonly alias: string | undefined;
}

const keyIdForm = /^(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|mrk-[0-9a-f]{32})$/i;

/** What `text` means to this caller in this region. Throws NotFoundException where it has no form of a key's name. */
export function keyReference(
  store: KmsStore,
  call: Pick<Call<object>, "caller" | "region">,
  text: string,
): KeyReference {
  const accountId = call.caller.accountId ?? "";
  if (text.startsWith("alias/")) return byAlias(store, accountId, call.region, text);
  if (keyIdForm.test(text)) return byArn(store, accountId, keyArn(accountId, call.region, text));
  const arn = parseArn(text);
  // What KMS says of another partition's ARN is not documented; it is no key's name here.
  if (arn?.service !== "kms" || arn.partition !== partitionOf(call.region).name) throw invalidKeyId(text);
  if (arn.region !== call.region) throw foreignRegion(arn.region);
  if (arn.resource.startsWith("alias/")) return byAlias(store, arn.accountId, arn.region, arn.resource);
  if (!arn.resource.startsWith("key/")) throw invalidKeyId(text);
  return byArn(store, arn.accountId, text);
}

function byAlias(store: KmsStore, accountId: string, region: string, name: string): KeyReference {
  const alias = store.findAlias(accountId, region, name);
  const key = alias && store.findKey(alias.keyArn);
  return { arn: key?.arn ?? aliasArn(accountId, region, name), accountId, key, alias: name };
}

function byArn(store: KmsStore, accountId: string, arn: string): KeyReference {
  return { arn, accountId, key: store.findKey(arn), alias: undefined };
}

/** Throws NotFoundException. */
export function existing({ key, arn, alias }: KeyReference): Key {
  if (key !== undefined) return key;
  throw alias === undefined ? keyNotFound(arn) : aliasNotFound(arn);
}
