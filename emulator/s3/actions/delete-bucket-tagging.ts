import { DeleteBucketTagging$, type DeleteBucketTaggingCommandInput } from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { onBucket } from "../authorization.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";

/** Source: S3 API Reference, DeleteBucketTagging: needs s3:PutBucketTagging. */
export const deleteBucketTagging = action<S3Store, DeleteBucketTaggingCommandInput, object>({
  schema: DeleteBucketTagging$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:PutBucketTagging")],
  run: (store, request) => {
    findBucket(store, request).change({ tags: [] });
    return {};
  },
});
