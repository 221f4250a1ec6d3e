import { DeleteBucket$, type DeleteBucketCommandInput } from "@aws-sdk/client-s3";
import { onBucket } from "../authorization.ts";
import * as errors from "../errors.ts";
import { findBucket } from "../lookup.ts";
import { signedOnly } from "../signed-only.ts";

/**
 * Source: S3 API Reference, DeleteBucket. Multipart uploads under way do not keep a bucket; that they are dropped with
 * it is not documented, we choose so.
 */
export const deleteBucket = signedOnly<DeleteBucketCommandInput, object>({
  schema: DeleteBucket$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:DeleteBucket")],
  run: async (store, request) => {
    const bucket = findBucket(store, request);
    if (!bucket.objects.isEmpty) throw errors.bucketNotEmpty(bucket.name, bucket.isVersioned);
    store.remove(bucket);
    for (const upload of bucket.uploads.values())
      for (const part of upload.parts.values()) await part.payload.release();
    return {};
  },
});
