import { UploadPartCopy$, type UploadPartCopyCommandInput, type UploadPartCopyCommandOutput } from "@aws-sdk/client-s3";
import { type ChecksumAlgorithm, digestsOf } from "../../model/checksum.ts";
import { onNewObject } from "../authorization.ts";
import { checksumAnswer } from "../checksum-answer.ts";
import { copyMembers, copySourceKey, foundSource, toCopyFrom } from "../copy-source.ts";
import { encryptionAnswer } from "../encryption.ts";
import * as errors from "../errors.ts";
import { findBucket, keyOf } from "../lookup.ts";
import { findUpload, maxPartBytes, readPartNumber } from "../multipart.ts";
import { type Checksum, quoted } from "../object.ts";
import { unseal } from "../sealed-body.ts";
import { signedOnly } from "../signed-only.ts";
import { storePart } from "../store-part.ts";
import { shownVersionId } from "../write.ts";

type Output = Omit<UploadPartCopyCommandOutput, "$metadata">;

/** Source: S3 API Reference, UploadPartCopy. */
export const uploadPartCopy = signedOnly<UploadPartCopyCommandInput, Output>({
  schema: UploadPartCopy$,
  emulates: ["Bucket", "Key", "PartNumber", "UploadId", "CopySourceRange", "ExpectedBucketOwner", ...copyMembers],
  permissions: (store, call) => {
    const context = { "s3:x-amz-copy-source": copySourceKey(call.input) };
    return [
      ...toCopyFrom(store, call, false),
      onNewObject(store, findBucket(store, call), keyOf(call.input), call, "s3:PutObject", context),
    ];
  },
  run: async (store, request) => {
    const { input, now } = request;
    const bucket = findBucket(store, request);
    const partNumber = readPartNumber(input.PartNumber);
    const upload = findUpload(bucket, input);
    const source = foundSource(store, request);
    const { start, end } = readSourceRange(input.CopySourceRange, source.object.size);
    if (end - start > maxPartBytes) throw errors.entityTooLarge(end - start, maxPartBytes);
    const content = await unseal(store, { bucket: source.bucket, by: request }, source.object);
    const body = await store.payloads.copy(content, start, end);
    const algorithm = upload.checksumAlgorithm;
    const digests = await digestsOf<ChecksumAlgorithm | "MD5">(body, ["MD5", ...(algorithm ? [algorithm] : [])]);
    const md5 = digests.MD5.toString("hex");
    const checksum: Checksum | undefined = algorithm && {
      algorithm,
      value: digests[algorithm].toString("base64"),
      type: "FULL_OBJECT",
    };
    const part = await storePart(
      store,
      bucket,
      upload,
      { bucket, by: request },
      { partNumber, body, md5, checksum, now },
    );
    const { ChecksumType: _, ...checksums } = checksumAnswer(checksum);
    return {
      CopyPartResult: { ETag: quoted(part.eTag), LastModified: new Date(part.lastModifiedMs), ...checksums },
      CopySourceVersionId: shownVersionId(source.bucket, source.object),
      ...encryptionAnswer(upload.encryption),
    };
  },
});

/** `bytes=first-last`, both given; anything else is an error here. */
function readSourceRange(header: string | undefined, size: number): { readonly start: number; readonly end: number } {
  if (header === undefined) return { start: 0, end: size };
  const match = /^bytes=(\d+)-(\d+)$/.exec(header);
  const [start, last] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || last < start) {
    throw errors.invalidArgument(
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
      "x-amz-copy-source-range",
      header,
    );
  }
  if (start >= size) throw errors.invalidRequest("The specified copy range is invalid for the source object size");
  if (last >= size) {
    throw errors.invalidArgument(
      `Range specified is not valid for source object of size: ${size}`,
      "x-amz-copy-source-range",
      header,
    );
  }
  return { start, end: last + 1 };
}
