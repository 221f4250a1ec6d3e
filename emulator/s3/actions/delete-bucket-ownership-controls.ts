import { DeleteBucketOwnershipControls$, type DeleteBucketOwnershipControlsCommandInput } from "@aws-sdk/client-s3";
import { onBucket } from "../authorization.ts";
import { findBucket } from "../lookup.ts";
import { signedOnly } from "../signed-only.ts";

/** The bucket then behaves as ObjectWriter. Source: S3 API Reference, DeleteBucketOwnershipControls. */
export const deleteBucketOwnershipControls = signedOnly<DeleteBucketOwnershipControlsCommandInput, object>({
  schema: DeleteBucketOwnershipControls$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  // There is no permission of its own for deleting (API reference).
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:PutBucketOwnershipControls")],
  run: (store, request) => {
    findBucket(store, request).change({ ownership: undefined });
    return {};
  },
});
