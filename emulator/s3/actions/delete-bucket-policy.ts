import { DeleteBucketPolicy$, type DeleteBucketPolicyCommandInput } from "@aws-sdk/client-s3";
import { onPolicyOf } from "../authorization.ts";
import * as errors from "../errors.ts";
import { findBucket } from "../lookup.ts";
import { signedOnly } from "../signed-only.ts";

/** Succeeds also where there is none. Source: S3 API Reference, DeleteBucketPolicy. */
export const deleteBucketPolicy = signedOnly<DeleteBucketPolicyCommandInput, object>({
  schema: DeleteBucketPolicy$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onPolicyOf(store, findBucket(store, call), call, "s3:DeleteBucketPolicy")],
  run: (store, request) => {
    const bucket = findBucket(store, request);
    if (request.accountId !== bucket.owner.accountId) throw errors.methodNotAllowed("DELETE", "BUCKETPOLICY");
    bucket.change({ policy: undefined });
    return {};
  },
});
