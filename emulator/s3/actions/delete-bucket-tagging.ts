import { DeleteBucketTagging$, type DeleteBucketTaggingCommandInput } from "@aws-sdk/client-s3";
import { onBucket } from "../authorization.ts";
import { findBucket } from "../lookup.ts";
import { signedOnly } from "../signed-only.ts";

/** Source: S3 API Reference, DeleteBucketTagging: needs s3:PutBucketTagging. */
export const deleteBucketTagging = signedOnly<DeleteBucketTaggingCommandInput, object>({
  schema: DeleteBucketTagging$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:PutBucketTagging")],
  run: (store, request) => {
    findBucket(store, request).change({ tags: [] });
    return {};
  },
});
