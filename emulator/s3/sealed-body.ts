/** Bodies as they are kept: in the clear where S3 holds the key, as ciphertext where KMS does. */
import { createHash } from "node:crypto";
import type { Payload } from "../model/payload.ts";
import { decrypted, encrypted } from "./body-cipher.ts";
import { joinPayloads } from "./joined-payload.ts";
import { decryptDataKey, type KmsUse } from "./kms.ts";
import type { ObjectEncryption, Segment, StoredObject } from "./object.ts";
import type { S3Store } from "./store.ts";

/** A body as it is kept. */
export interface Sealed {
  readonly payload: Payload;
  readonly eTag: string;
  /** Where KMS holds the key. */
  readonly segment: Segment | undefined;
}

/**
 * Takes a body over. Its ETag is the MD5 (`md5`, in hexadecimal) as long as S3 holds the key, and not under SSE-KMS
 * (API reference, Object: ETag).
 */
export async function seal(
  store: S3Store,
  body: Payload,
  md5: string,
  dataKey: { readonly plaintext: Uint8Array } | undefined,
): Promise<Sealed> {
  if (dataKey === undefined) return { payload: await store.payloads.keep(body), eTag: md5, segment: undefined };
  const counter = store.environment.random.bytes(16);
  const ciphertext = await encrypted(body, dataKey.plaintext, counter, () => store.payloads.newFilePath());
  await body.release();
  const eTag = createHash("md5").update(md5).update(counter).digest("hex");
  return { payload: await store.payloads.keep(ciphertext), eTag, segment: { size: body.size, counter } };
}

export function withSegments(
  encryption: ObjectEncryption,
  segments: readonly (Segment | undefined)[],
): ObjectEncryption {
  if (encryption.algorithm === "AES256") return encryption;
  return { ...encryption, segments: segments.filter((each) => each !== undefined) };
}

/** The content of a stored object; under SSE-KMS by kms:Decrypt, with the caller's permissions. */
export async function unseal(
  store: S3Store,
  use: KmsUse,
  object: Pick<StoredObject, "encryption" | "payload">,
): Promise<Payload> {
  const { payload, encryption } = object;
  if (encryption.algorithm === "AES256") return payload;
  const key = await openDataKey(store, use, encryption);
  let start = 0;
  const segments = encryption.segments.map(({ size, counter }) => {
    const segment = decrypted(slice(payload, start, start + size), key, counter);
    start += size;
    return segment;
  });
  return joinPayloads(segments);
}

export function openDataKey(
  store: S3Store,
  use: KmsUse,
  encryption: ObjectEncryption & { readonly algorithm: "aws:kms" },
): Promise<Uint8Array> {
  return decryptDataKey(store, use, encryption.encryptedDataKey, encryption.context);
}

function slice(payload: Payload, start: number, end: number): Payload {
  if (start === 0 && end === payload.size) return payload;
  return {
    size: end - start,
    get inMemory() {
      return payload.inMemory?.subarray(start, end);
    },
    bytes: async () => (await payload.bytes()).subarray(start, end),
    chunks: (from = 0, to = end - start) => payload.chunks(start + from, start + to),
    release: () => payload.release(),
  };
}
