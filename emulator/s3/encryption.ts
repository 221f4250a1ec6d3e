/** Server-side encryption: what a new object gets, by its request and its bucket's default. */
import { notImplemented } from "../model/service-error.ts";
import type { Bucket } from "./bucket.ts";
import * as errors from "./errors.ts";
import { type DataKey, type EncryptionContext, generateDataKey, type KmsUse } from "./kms.ts";
import type { ObjectEncryption, ServerSideEncryption } from "./object.ts";
import type { S3Store } from "./store.ts";

export interface EncryptionMembers {
  readonly ServerSideEncryption?: string | undefined;
  readonly SSEKMSKeyId?: string | undefined;
  readonly SSEKMSEncryptionContext?: string | undefined;
  readonly BucketKeyEnabled?: boolean | undefined;
  readonly SSECustomerAlgorithm?: string | undefined;
  readonly SSECustomerKey?: string | undefined;
  readonly SSECustomerKeyMD5?: string | undefined;
}

export const encryptionMembers = [
  "SSECustomerAlgorithm",
  "SSECustomerKey",
  "SSECustomerKeyMD5",
  "ServerSideEncryption",
  "SSEKMSKeyId",
  "SSEKMSEncryptionContext",
  "BucketKeyEnabled",
] as const;

/** Throws InvalidArgument. Source: S3 User Guide, "Setting default server-side encryption behavior". */
export function encryptionWanted(bucket: Bucket, input: EncryptionMembers): ServerSideEncryption {
  const { ServerSideEncryption: algorithm, SSEKMSKeyId: keyId } = input;
  refuseCustomerKey(bucket, input);
  const preset = bucket.inForce.encryption;
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

/**
 * A new bucket takes no keys of its customers (SSE-C) until PutBucketEncryption says otherwise; then they are not emulated.
 * The text of the refusal is not documented. Source: S3 User Guide, "Blocking or unblocking SSE-C for a general purpose bucket".
 */
function refuseCustomerKey(bucket: Bucket, input: EncryptionMembers): void {
  const { SSECustomerAlgorithm: algorithm, SSECustomerKey: key, SSECustomerKeyMD5: keyMd5 } = input;
  if (algorithm === undefined && key === undefined && keyMd5 === undefined) return;
  throw bucket.inForce.blockedEncryption === "NONE"
    ? notImplemented("Server-side encryption with a customer's key")
    : errors.accessDenied();
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
