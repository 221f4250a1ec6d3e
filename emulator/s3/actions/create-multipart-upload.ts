import {
  CreateMultipartUpload$,
  type CreateMultipartUploadCommandInput,
  type CreateMultipartUploadCommandOutput,
} from "@aws-sdk/client-s3";
import { encryptionAnswer, encryptionMembers, encryptionWanted, startEncryption } from "../encryption.ts";
import { findBucket, keyOf } from "../lookup.ts";
import { readChecksumKind } from "../multipart.ts";
import { headerMembers, readHeaders, readMetadata, readStorageClass } from "../object-headers.ts";
import { aclMembers } from "../requested-acl.ts";
import { signedOnly } from "../signed-only.ts";
import { readTaggingHeader } from "../tags.ts";
import { ownerFrom, ownershipFor, toWrite } from "../write.ts";

type Output = Omit<CreateMultipartUploadCommandOutput, "$metadata">;

/** Settles what the object will be; completing it adds only the parts. Source: S3 API Reference. */
export const createMultipartUpload = signedOnly<CreateMultipartUploadCommandInput, Output>({
  schema: CreateMultipartUpload$,
  emulates: [
    "Bucket",
    "Key",
    "Tagging",
    "ChecksumAlgorithm",
    "ChecksumType",
    "ExpectedBucketOwner",
    ...aclMembers,
    ...headerMembers,
    ...encryptionMembers,
  ],
  permissions: (store, call) =>
    toWrite(store, findBucket(store, call), keyOf(call.input), call, readTaggingHeader(call.input.Tagging)),
  run: async (store, request) => {
    const { input, caller } = request;
    const bucket = findBucket(store, request);
    const key = keyOf(input);
    const kind = readChecksumKind(input.ChecksumAlgorithm, input.ChecksumType);
    const { owner, acl } = ownershipFor(store, bucket, key, request);
    const [headers, metadata] = [readHeaders(input), readMetadata(input.Metadata)];
    const storageClass = readStorageClass(input.StorageClass);
    const tags = readTaggingHeader(input.Tagging);
    const use = { bucket, key, by: request };
    const { encryption } = await startEncryption(store, use, encryptionWanted(bucket, input), input);
    const uploadId = store.environment.random.hex(64);
    const { principal } = caller;
    bucket.uploads.set(uploadId, {
      uploadId,
      key,
      initiatedAtMs: request.now,
      // The root user shows as its account.
      initiator:
        "arn" in principal && principal.kind !== "root" ? principal.arn : ownerFrom(bucket, caller).canonicalUserId,
      owner,
      acl,
      headers,
      metadata,
      tags,
      storageClass,
      encryption,
      ...kind,
      watch: bucket.objects.watch(key),
      parts: new Map(),
    });
    return {
      Bucket: bucket.name,
      Key: key,
      UploadId: uploadId,
      ...encryptionAnswer(encryption),
      ...(kind.checksumAlgorithm !== undefined && {
        ChecksumAlgorithm: kind.checksumAlgorithm,
        ChecksumType: kind.checksumType,
      }),
    };
  },
});
