import { DeleteBucketOwnershipControls$, type DeleteBucketOwnershipControlsCommandInput } from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { onBucket } from "../authorization.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";

/** The bucket then behaves as ObjectWriter. Source: S3 API Reference, DeleteBucketOwnershipControls. */
export const deleteBucketOwnershipControls = action<S3Store, DeleteBucketOwnershipControlsCommandInput, object>({
  schema: DeleteBucketOwnershipControls$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  // There is no permission of its own for deleting (API reference).
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:PutBucketOwnershipControls")],
  run: (store, request) => {
    findBucket(store, request).change({ ownership: undefined });
    return {};
  },
});
