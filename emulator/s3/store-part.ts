import type { Payload } from "../model/payload.ts";
import type { Bucket } from "./bucket.ts";
import type { KmsUse } from "./kms.ts";
import { findUpload } from "./multipart.ts";
import type { Checksum } from "./object.ts";
import { openDataKey, seal } from "./sealed-body.ts";
import type { S3Store } from "./store.ts";
import type { MultipartUpload, UploadedPart } from "./upload.ts";
import { wholeSecond } from "./write.ts";

export interface NewPart {
  readonly partNumber: number;
  readonly body: Payload;
  /** Hexadecimal. */
  readonly md5: string;
  readonly checksum: Checksum | undefined;
  readonly now: number;
}

/**
 * Keeps a part, in place of an earlier one of its number. Under SSE-KMS it is encrypted with the upload's data key, which
 * takes kms:Decrypt (S3 User Guide, "Multipart upload API and permissions").
 */
export async function storePart(
  store: S3Store,
  bucket: Bucket,
  upload: MultipartUpload,
  use: KmsUse,
  { partNumber, body, md5, checksum, now }: NewPart,
): Promise<UploadedPart> {
  const { encryption } = upload;
  const dataKey =
    encryption.algorithm === "AES256" ? undefined : { plaintext: await openDataKey(store, use, encryption) };
  const { payload, eTag, segment } = await seal(store, body, md5, dataKey);
  const part = {
    partNumber,
    payload,
    eTag,
    size: payload.size,
    lastModifiedMs: wholeSecond(now),
    checksum,
    segment,
  };
  try {
    // Meanwhile it may have been completed or aborted.
    findUpload(bucket, { UploadId: upload.uploadId, Key: upload.key });
  } catch (error) {
    await payload.release();
    throw error;
  }
  const replaced = upload.parts.get(partNumber);
  upload.parts.set(partNumber, part);
  await replaced?.payload.release();
  return part;
}
