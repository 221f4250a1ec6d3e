/** The cryptographic operations on keys, as the actions share them. */

import type { Authorized, Call } from "../model/action.ts";
import { arnParts } from "../model/arn.ts";
import { decrypt, encrypt, keyArnOf } from "./ciphertext.ts";
import { incorrectKey, invalidKeyUsage, validationFailed } from "./errors.ts";
import type { EncryptionContext } from "./grant.ts";
import type { Key } from "./key.ts";
import { refuseState } from "./key-action.ts";
import { existing, type KeyReference, keyReference } from "./key-reference.ts";
import type { KmsStore } from "./store.ts";

const ivBytes = 12;

export function seal(store: KmsStore, key: Key, plaintext: Uint8Array, context: EncryptionContext = {}): Uint8Array {
  return encrypt(key, plaintext, context, store.environment.random.bytes(ivBytes));
}

interface DataKeyInput {
  readonly KeySpec?: string | undefined;
  readonly NumberOfBytes?: number | undefined;
  readonly EncryptionContext?: EncryptionContext | undefined;
}

/** A new data key, in the clear and sealed. Throws ValidationException unless its length is told in one way. */
export function newDataKey(store: KmsStore, key: Key, { KeySpec, NumberOfBytes, EncryptionContext }: DataKeyInput) {
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    throw validationFailed("Please specify either number of bytes or key spec.");
  }
  const bytes = NumberOfBytes ?? (KeySpec === "AES_128" ? 16 : 32);
  const plaintext = store.environment.random.bytes(bytes);
  return { plaintext, sealed: seal(store, key, plaintext, EncryptionContext) };
}

/** The key that a ciphertext names. Throws InvalidCiphertextException; for another region's it leads nowhere. */
export function referenceIn(store: KmsStore, call: Pick<Call<object>, "region">, blob: Uint8Array): KeyReference {
  const arn = keyArnOf(blob);
  const { region, accountId } = arnParts(arn);
  return { arn, accountId, key: region === call.region ? store.findKey(arn) : undefined, alias: undefined };
}

interface Opened {
  readonly key: Key;
  readonly plaintext: Buffer;
}

/**
 * Opens a ciphertext with the key that it names, which must be `keyId` where one is given.
 * Throws IncorrectKeyException, InvalidCiphertextException, DisabledException, KMSInvalidStateException.
 */
export function open(
  store: KmsStore,
  request: Authorized<object>,
  blob: Uint8Array,
  context: EncryptionContext = {},
  keyId?: string,
): Opened {
  const key = existing(referenceIn(store, request, blob));
  if (keyId !== undefined && existing(keyReference(store, request, keyId)).arn !== key.arn) throw incorrectKey();
  refuseState(key, "enabled");
  return { key, plaintext: decrypt(key, blob, context) };
}

/** Throws InvalidKeyUsageException for an algorithm of asymmetric keys. Not documented; we choose the text of MACs. */
export function refuseAlgorithm(algorithm: string | undefined): void {
  if (algorithm !== undefined && algorithm !== "SYMMETRIC_DEFAULT") {
    throw invalidKeyUsage(`Algorithm ${algorithm} is incompatible with key spec SYMMETRIC_DEFAULT.`);
  }
}
