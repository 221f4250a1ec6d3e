import { AbortMultipartUpload$, type AbortMultipartUploadCommandInput } from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { findBucket } from "../lookup.ts";
import { findUpload, toUploadPart } from "../multipart.ts";
import type { S3Store } from "../store.ts";

/** Source: S3 API Reference, AbortMultipartUpload. */
export const abortMultipartUpload = action<S3Store, AbortMultipartUploadCommandInput, object>({
  schema: AbortMultipartUpload$,
  emulates: ["Bucket", "Key", "UploadId", "ExpectedBucketOwner"],
  permissions: (store, call) => toUploadPart(store, call, "s3:AbortMultipartUpload"),
  run: async (store, request) => {
    const bucket = findBucket(store, request);
    const upload = findUpload(bucket, request.input);
    bucket.uploads.delete(upload.uploadId);
    bucket.objects.unwatch(upload.watch);
    for (const part of upload.parts.values()) await part.payload.release();
    return {};
  },
});
