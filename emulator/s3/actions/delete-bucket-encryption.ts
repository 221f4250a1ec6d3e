import { DeleteBucketEncryption$, type DeleteBucketEncryptionCommandInput } from "@aws-sdk/client-s3";
import { onBucket } from "../authorization.ts";
import { newBucketSettings } from "../bucket.ts";
import { findBucket } from "../lookup.ts";
import { signedOnly } from "../signed-only.ts";

/** Back to SSE-S3. Source: S3 API Reference, DeleteBucketEncryption. */
export const deleteBucketEncryption = signedOnly<DeleteBucketEncryptionCommandInput, object>({
  schema: DeleteBucketEncryption$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:PutEncryptionConfiguration")],
  run: (store, request) => {
    const bucket = findBucket(store, request);
    bucket.change({ encryption: newBucketSettings(bucket.owner).encryption });
    return {};
  },
});
