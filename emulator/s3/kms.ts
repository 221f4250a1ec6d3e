/** S3 as a customer of KMS: data keys for objects, asked for with the caller's own permissions. */
import type { Call } from "../model/action.ts";
import { ServiceError } from "../model/service-error.ts";
import type { Bucket } from "./bucket.ts";
import * as errors from "./errors.ts";
import type { S3Store } from "./store.ts";

export type EncryptionContext = Readonly<Record<string, string>>;

export interface DataKey {
  readonly keyArn: string;
  /** 32 bytes, for AES-256. */
  readonly plaintext: Uint8Array;
  /** As KMS encrypted it. */
  readonly encrypted: Uint8Array;
}

/** Who asks, and for the data of which bucket. */
export interface KmsUse {
  readonly bucket: Bucket;
  readonly by: Pick<Call<object>, "caller" | "transport">;
}

/**
 * `keyId` undefined: the AWS managed key `aws/s3` of the caller's account. Nobody of another account can use that; whose
 * would apply to a write across accounts is not documented, and either way it fails, so it is refused here.
 * Source: S3 User Guide, "Using server-side encryption with AWS KMS keys".
 */
export async function generateDataKey(
  store: S3Store,
  use: KmsUse,
  keyId: string | undefined,
  context: EncryptionContext,
): Promise<DataKey> {
  const { bucket, by } = use;
  if (keyId === undefined && by.caller.accountId !== bucket.owner.accountId) throw errors.accessDenied();
  const region = /^arn:[^:]*:kms:([a-z0-9-]+):/.exec(keyId ?? "")?.[1];
  if (region !== undefined && region !== bucket.region) {
    throw new ServiceError("KMS.NotFoundException", `Invalid arn ${region}`, 400);
  }
  const output = (await askKms(store, use, "GenerateDataKey", {
    KeyId: keyId ?? "alias/aws/s3",
    KeySpec: "AES_256",
    EncryptionContext: context,
  })) as { readonly KeyId: string; readonly Plaintext: Uint8Array; readonly CiphertextBlob: Uint8Array };
  return { keyArn: output.KeyId, plaintext: output.Plaintext, encrypted: output.CiphertextBlob };
}

export async function decryptDataKey(
  store: S3Store,
  use: KmsUse,
  encrypted: Uint8Array,
  context: EncryptionContext,
): Promise<Uint8Array> {
  const input = { CiphertextBlob: encrypted, EncryptionContext: context };
  const output = (await askKms(store, use, "Decrypt", input)) as { readonly Plaintext: Uint8Array };
  return output.Plaintext;
}

async function askKms(
  store: S3Store,
  { bucket, by }: KmsUse,
  operation: "GenerateDataKey" | "Decrypt",
  input: object,
): Promise<unknown> {
  refuseUnprotected(by);
  try {
    return await store.environment.invoke({
      as: by.caller,
      service: "kms",
      operation,
      input,
      region: bucket.region,
      viaService: `s3.${bucket.region}.amazonaws.com`,
      forwards: { transport: by.transport, service: "s3.amazonaws.com" },
    });
  } catch (error) {
    throw error instanceof ServiceError ? inWordsOfS3(error) : error;
  }
}

/**
 * Nobody uses a KMS key through S3 without a signature or without TLS, whatever the policies say.
 * Source: S3 User Guide, "Specifying server-side encryption with AWS KMS (SSE-KMS)"; texts: public reports.
 */
function refuseUnprotected({ caller, transport }: KmsUse["by"]): void {
  if (caller.principal.kind === "anonymous") throw errors.kmsNeedsSignature();
  if (!transport.secure) throw errors.kmsNeedsTls();
}

/** KMS's denials come through in KMS's words; its other errors under `KMS.`. Source: S3 API Reference, "Error responses". */
function inWordsOfS3(error: ServiceError): ServiceError {
  if (error.code === "AccessDeniedException") {
    return new ServiceError("AccessDenied", error.message, 403, { isAuthFailure: true });
  }
  if (error.code === "NotImplemented") return error;
  return new ServiceError(`KMS.${error.code}`, error.message, 400);
}
