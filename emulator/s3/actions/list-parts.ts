import { ListParts$, type ListPartsCommandInput, type ListPartsCommandOutput } from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { ownerInForce } from "../authorization.ts";
import { checksumAnswer } from "../checksum-answer.ts";
import { readMaxKeys } from "../list-page.ts";
import { findBucket } from "../lookup.ts";
import { findUpload, toUploadPart } from "../multipart.ts";
import { quoted } from "../object.ts";
import type { S3Store } from "../store.ts";

type Output = Omit<ListPartsCommandOutput, "$metadata">;

/** Source: S3 API Reference, ListParts: needs s3:ListMultipartUploadParts. */
export const listParts = action<S3Store, ListPartsCommandInput, Output>({
  schema: ListParts$,
  emulates: ["Bucket", "Key", "UploadId", "MaxParts", "PartNumberMarker", "ExpectedBucketOwner"],
  permissions: (store, call) => toUploadPart(store, call, "s3:ListMultipartUploadParts"),
  run: (store, request) => {
    const { input } = request;
    const bucket = findBucket(store, request);
    const upload = findUpload(bucket, input);
    const maxParts = readMaxKeys(input.MaxParts, "max-parts");
    const after = Number(input.PartNumberMarker ?? 0);
    const following = [...upload.parts.values()]
      .filter(({ partNumber }) => partNumber > after)
      .sort((one, other) => one.partNumber - other.partNumber);
    const page = following.slice(0, maxParts);
    return {
      Bucket: bucket.name,
      Key: upload.key,
      UploadId: upload.uploadId,
      PartNumberMarker: String(after),
      NextPartNumberMarker: String(page.at(-1)?.partNumber ?? 0),
      MaxParts: maxParts,
      IsTruncated: following.length > page.length,
      Parts: page.map((part) => {
        const { ChecksumType: _, ...checksums } = checksumAnswer(part.checksum);
        return {
          PartNumber: part.partNumber,
          LastModified: new Date(part.lastModifiedMs),
          ETag: quoted(part.eTag),
          Size: part.size,
          ...checksums,
        };
      }),
      Initiator: { ID: upload.initiator },
      Owner: { ID: ownerInForce(bucket, upload).canonicalUserId },
      StorageClass: upload.storageClass as "STANDARD",
      ...(upload.checksumAlgorithm !== undefined && {
        ChecksumAlgorithm: upload.checksumAlgorithm,
        ChecksumType: upload.checksumType,
      }),
    };
  },
});
