import {
  ListMultipartUploads$,
  type ListMultipartUploadsCommandInput,
  type ListMultipartUploadsCommandOutput,
} from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { onBucket, ownerInForce } from "../authorization.ts";
import * as errors from "../errors.ts";
import { compareUtf8 } from "../key-order.ts";
import { readEncoding, readMaxKeys } from "../list-page.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";
import type { MultipartUpload } from "../upload.ts";

type Output = Omit<ListMultipartUploadsCommandOutput, "$metadata">;

/** By key, then by when they began. Source: S3 API Reference, ListMultipartUploads. */
export const listMultipartUploads = action<S3Store, ListMultipartUploadsCommandInput, Output>({
  schema: ListMultipartUploads$,
  emulates: [
    "Bucket",
    "Delimiter",
    "EncodingType",
    "KeyMarker",
    "MaxUploads",
    "Prefix",
    "UploadIdMarker",
    "ExpectedBucketOwner",
  ],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:ListBucketMultipartUploads")],
  run: (store, request) => {
    const { input } = request;
    const bucket = findBucket(store, request);
    const encode = readEncoding(input.EncodingType);
    const maxUploads = readMaxKeys(input.MaxUploads, "max-uploads");
    const { Prefix: prefix = "", Delimiter: delimiter = "", KeyMarker: keyMarker = "" } = input;
    const all = [...bucket.uploads.values()].filter(({ key }) => key.startsWith(prefix)).sort(inOrder);
    const uploadIdMarker = keyMarker === "" ? "" : (input.UploadIdMarker ?? "");
    const following = after(all, keyMarker, uploadIdMarker);
    const uploads: MultipartUpload[] = [];
    const prefixes = new Set<string>();
    let isTruncated = false;
    for (const upload of following) {
      const at = delimiter === "" ? -1 : upload.key.indexOf(delimiter, prefix.length);
      const common = at < 0 ? undefined : upload.key.slice(0, at + delimiter.length);
      if (common !== undefined && (prefixes.has(common) || compareUtf8(common, keyMarker) <= 0)) continue;
      if (uploads.length + prefixes.size === maxUploads) {
        isTruncated = true;
        break;
      }
      if (common === undefined) uploads.push(upload);
      else prefixes.add(common);
    }
    const last = uploads.at(-1);
    const lastPrefix = [...prefixes].at(-1);
    const endsInPrefix = lastPrefix !== undefined && (last === undefined || compareUtf8(lastPrefix, last.key) > 0);
    return {
      Bucket: bucket.name,
      KeyMarker: encode(keyMarker),
      UploadIdMarker: uploadIdMarker,
      NextKeyMarker: encode((endsInPrefix ? isTruncated && lastPrefix : last?.key) || ""),
      NextUploadIdMarker: endsInPrefix ? "" : (last?.uploadId ?? ""),
      Prefix: encode(prefix),
      ...(delimiter !== "" && { Delimiter: encode(delimiter) }),
      MaxUploads: maxUploads,
      IsTruncated: isTruncated,
      ...(input.EncodingType !== undefined && { EncodingType: input.EncodingType }),
      Uploads: uploads.map((upload) => ({
        UploadId: upload.uploadId,
        Key: encode(upload.key),
        Initiated: new Date(upload.initiatedAtMs),
        StorageClass: upload.storageClass as "STANDARD",
        Owner: { ID: ownerInForce(bucket, upload).canonicalUserId },
        Initiator: { ID: upload.initiator },
        ...(upload.checksumAlgorithm !== undefined && {
          ChecksumAlgorithm: upload.checksumAlgorithm,
          ChecksumType: upload.checksumType,
        }),
      })),
      CommonPrefixes: [...prefixes].map((each) => ({ Prefix: encode(each) })),
    };
  },
});

function inOrder(one: MultipartUpload, other: MultipartUpload): number {
  return (
    compareUtf8(one.key, other.key) ||
    one.initiatedAtMs - other.initiatedAtMs ||
    compareUtf8(one.uploadId, other.uploadId)
  );
}

/**
 * Throws InvalidArgument where the marker is an upload of another key; one that is gone leaves its key as the position.
 * Source: LocalStack recorded AWS answer: test_list_multiparts_next_marker.
 */
function after(
  uploads: readonly MultipartUpload[],
  keyMarker: string,
  uploadIdMarker: string,
): readonly MultipartUpload[] {
  if (keyMarker === "") return uploads;
  const at = uploads.findIndex(({ uploadId }) => uploadId === uploadIdMarker);
  if (at >= 0) {
    if (uploads[at]?.key !== keyMarker) {
      throw errors.invalidArgument("Invalid uploadId marker", "upload-id-marker", uploadIdMarker);
    }
    return uploads.slice(at + 1);
  }
  return uploads.filter(({ key }) => compareUtf8(key, keyMarker) > 0);
}
