/**
 * Ciphertext that knows its key: `01 · length of the key's ARN (2 bytes) · ARN · IV (12) · tag (16) · AES-256-GCM`.
 * The encryption context is authenticated with it. AWS's own layout is not documented; clients may not look inside.
 */
import { createCipheriv, createDecipheriv } from "node:crypto";
import { invalidCiphertext } from "./errors.ts";
import type { EncryptionContext } from "./grant.ts";
import type { Key } from "./key.ts";

const version = 1;
const ivBytes = 12;
const tagBytes = 16;

/** `iv`: 12 bytes that were never used with the key. */
export function encrypt(key: Key, plaintext: Uint8Array, context: EncryptionContext, iv: Buffer): Uint8Array {
  const cipher = createCipheriv("aes-256-gcm", key.material, iv).setAAD(authenticated(context));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const arn = Buffer.from(key.arn);
  const head = Buffer.from([version, arn.length >> 8, arn.length & 0xff]);
  return Buffer.concat([head, arn, iv, cipher.getAuthTag(), sealed]);
}

/** ARN of the key that a ciphertext names. Throws InvalidCiphertextException where it is none. */
export function keyArnOf(blob: Uint8Array): string {
  const bytes = Buffer.from(blob);
  const length = bytes.length < 3 ? 0 : bytes.readUInt16BE(1);
  const arn = bytes.subarray(3, 3 + length).toString();
  const isWhole = bytes.length >= 3 + length + ivBytes + tagBytes;
  if (bytes[0] !== version || !isWhole || !/^arn:[a-z-]+:kms:/.test(arn)) throw invalidCiphertext();
  return arn;
}

/** Throws InvalidCiphertextException where ciphertext or context is not what was encrypted. */
export function decrypt(key: Key, blob: Uint8Array, context: EncryptionContext): Buffer {
  const body = Buffer.from(blob).subarray(3 + Buffer.byteLength(key.arn));
  const iv = body.subarray(0, ivBytes);
  const tag = body.subarray(ivBytes, ivBytes + tagBytes);
  const decipher = createDecipheriv("aes-256-gcm", key.material, iv, { authTagLength: tagBytes })
    .setAAD(authenticated(context))
    .setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(body.subarray(ivBytes + tagBytes)), decipher.final()]);
  } catch {
    throw invalidCiphertext();
  }
}

/** The order of its pairs does not matter. Source: KMS Developer Guide, "Encryption context". */
function authenticated(context: EncryptionContext): Buffer {
  const pairs = Object.entries(context).sort(([one], [other]) => (one < other ? -1 : 1));
  return Buffer.from(JSON.stringify(pairs));
}
