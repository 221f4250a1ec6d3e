import { DeletePublicAccessBlock$, type DeletePublicAccessBlockCommandInput } from "@aws-sdk/client-s3";
import { onBucket } from "../authorization.ts";
import { findBucket } from "../lookup.ts";
import { signedOnly } from "../signed-only.ts";

/** Source: S3 API Reference, DeletePublicAccessBlock: needs s3:PutBucketPublicAccessBlock. */
export const deletePublicAccessBlock = signedOnly<DeletePublicAccessBlockCommandInput, object>({
  schema: DeletePublicAccessBlock$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:PutBucketPublicAccessBlock")],
  run: (store, request) => {
    findBucket(store, request).change({ publicAccessBlock: undefined });
    return {};
  },
});
