/** Server-side encryption: what a new object gets, by its request and its bucket's default; and how bodies are kept. */
import { createHash } from "node:crypto";
import type { Payload } from "../model/payload.ts";
import { notImplemented } from "../model/service-error.ts";
import { decrypted, encrypted } from "./body-cipher.ts";
import type { Bucket } from "./bucket.ts";
import * as errors from "./errors.ts";
import { joinPayloads } from "./joined-payload.ts";
import { type DataKey, decryptDataKey, type EncryptionContext, generateDataKey, type KmsUse } from "./kms.ts";
import type { ObjectEncryption, Segment, ServerSideEncryption, StoredObject } from "./object.ts";
import type { S3Store } from "./store.ts";

export interface EncryptionMembers {
  readonly ServerSideEncryption?: string | undefined;
  readonly SSEKMSKeyId?: string | undefined;
  readonly SSEKMSEncryptionContext?: string | undefined;
  readonly BucketKeyEnabled?: boolean | undefined;
}

export const encryptionMembers = [
  "ServerSideEncryption",
  "SSEKMSKeyId",
  "SSEKMSEncryptionContext",
  "BucketKeyEnabled",
] as const;

/** Throws InvalidArgument. Source: S3 User Guide, "Setting default server-side encryption behavior". */
export function encryptionWanted(bucket: Bucket, input: EncryptionMembers): ServerSideEncryption {
  const { ServerSideEncryption: algorithm, SSEKMSKeyId: keyId } = input;
  const preset = bucket.settings.encryption;
  switch (algorithm) {
    case undefined:
      if (keyId !== undefined) throw errors.keyIdWithoutKms(keyId);
      if (input.BucketKeyEnabled === undefined) return preset;
      return { ...preset, bucketKeyEnabled: input.BucketKeyEnabled };
    case "AES256":
      if (keyId !== undefined) throw errors.keyIdWithoutKms(keyId);
      return { algorithm, bucketKeyEnabled: false };
    case "aws:kms": {
      // Naming KMS without a key takes the bucket's, where that is a KMS key too.
      const kmsKeyId = keyId ?? preset.kmsKeyId;
      const bucketKeyEnabled = input.BucketKeyEnabled ?? preset.bucketKeyEnabled;
      return { algorithm, bucketKeyEnabled, ...(kmsKeyId !== undefined && { kmsKeyId }) };
    }
    case "aws:kms:dsse":
    case "aws:fsx":
      throw notImplemented(`Server-side encryption \`${algorithm}\``);
    default:
      throw errors.invalidArgument(
        "The encryption method specified is not supported",
        "x-amz-server-side-encryption",
        algorithm,
      );
  }
}

export interface EncryptionOutput {
  readonly ServerSideEncryption: "AES256" | "aws:kms";
  readonly SSEKMSKeyId?: string;
  readonly BucketKeyEnabled?: boolean;
}

export function encryptionAnswer(encryption: ObjectEncryption): EncryptionOutput {
  if (encryption.algorithm === "AES256") return { ServerSideEncryption: "AES256" };
  return {
    ServerSideEncryption: "aws:kms",
    SSEKMSKeyId: encryption.keyArn,
    ...(encryption.bucketKeyEnabled && { BucketKeyEnabled: true }),
  };
}

const managedByS3: ObjectEncryption = { algorithm: "AES256" };

/**
 * Settles how an object will be encrypted and asks KMS for its data key, with the caller's permissions. Undefined data
 * key: S3 itself holds the key.
 */
export async function startEncryption(
  store: S3Store,
  use: KmsUse & { readonly key: string },
  wanted: ServerSideEncryption,
  input: EncryptionMembers,
): Promise<{ readonly encryption: ObjectEncryption; readonly dataKey: DataKey | undefined }> {
  if (wanted.algorithm === "AES256") return { encryption: managedByS3, dataKey: undefined };
  const { arn } = use.bucket;
  const context = {
    ...readContext(input.SSEKMSEncryptionContext),
    // With a bucket key, KMS sees the bucket in place of each object (S3 User Guide, "S3 Bucket Keys").
    "aws:s3:arn": wanted.bucketKeyEnabled ? arn : `${arn}/${use.key}`,
  };
  const dataKey = await generateDataKey(store, use, wanted.kmsKeyId, context);
  const encryption: ObjectEncryption = {
    algorithm: "aws:kms",
    keyArn: dataKey.keyArn,
    encryptedDataKey: dataKey.encrypted,
    context,
    bucketKeyEnabled: wanted.bucketKeyEnabled,
    segments: [],
  };
  return { encryption, dataKey };
}

function readContext(sent: string | undefined): EncryptionContext {
  if (sent === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(Buffer.from(sent, "base64").toString());
    if (
      typeof parsed === "object" &&
      parsed !== null &&
      Object.values(parsed).every((each) => typeof each === "string")
    ) {
      return parsed as EncryptionContext;
    }
  } catch {
    // Falls through to the one error.
  }
  throw errors.invalidArgument(
    "The x-amz-server-side-encryption-context header is not base64 encoded UTF-8 JSON",
    "x-amz-server-side-encryption-context",
    sent,
  );
}

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
export async function unseal(store: S3Store, use: KmsUse, object: StoredObject): Promise<Payload> {
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
