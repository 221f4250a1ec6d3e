/** Server-side encryption: what a new object gets, by its request and its bucket's default. */
import type { Payload } from "../model/payload.ts";
import { notImplemented } from "../model/service-error.ts";
import type { Bucket } from "./bucket.ts";
import * as errors from "./errors.ts";
import type { ObjectEncryption, ServerSideEncryption, StoredObject } from "./object.ts";
import type { S3Store } from "./store.ts";

export interface EncryptionMembers {
  readonly ServerSideEncryption?: string | undefined;
  readonly SSEKMSKeyId?: string | undefined;
}

/** Throws InvalidArgument. Source: S3 User Guide, "Setting default server-side encryption behavior". */
export function encryptionWanted(bucket: Bucket, input: EncryptionMembers): ServerSideEncryption {
  switch (input.ServerSideEncryption) {
    case undefined:
      if (input.SSEKMSKeyId !== undefined) throw errors.keyIdWithoutKms(input.SSEKMSKeyId);
      return bucket.settings.encryption;
    case "AES256":
      if (input.SSEKMSKeyId !== undefined) throw errors.keyIdWithoutKms(input.SSEKMSKeyId);
      return { algorithm: "AES256", bucketKeyEnabled: false };
    default:
      throw notImplemented(`Server-side encryption \`${input.ServerSideEncryption}\``);
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

/** A body as it is kept. */
export interface Sealed {
  readonly payload: Payload;
  readonly encryption: ObjectEncryption;
  readonly eTag: string;
}

/** Takes a body over. `md5` is its ETag, in hexadecimal, as long as S3 itself holds the key. */
export async function seal(store: S3Store, body: Payload, md5: string, wanted: ServerSideEncryption): Promise<Sealed> {
  if (wanted.algorithm !== "AES256") throw notImplemented("Server-side encryption with KMS keys");
  return { payload: await store.payloads.keep(body), encryption: { algorithm: "AES256" }, eTag: md5 };
}

/** The content of a stored object. */
export async function unseal(_store: S3Store, { payload, encryption }: StoredObject): Promise<Payload> {
  if (encryption.algorithm !== "AES256") throw notImplemented("Server-side encryption with KMS keys");
  return payload;
}
