import { GetBucketAcl$, type GetBucketAclCommandInput, type GetBucketAclCommandOutput } from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { privateAcl } from "../acl.ts";
import { aclAnswer } from "../acl-answer.ts";
import { onBucket, publicAccessBlockOf } from "../authorization.ts";
import { findBucket } from "../lookup.ts";
import { aclInForce } from "../public-access-block.ts";
import type { S3Store } from "../store.ts";

type Output = Omit<GetBucketAclCommandOutput, "$metadata">;

/** Source: S3 API Reference, GetBucketAcl. */
export const getBucketAcl = action<S3Store, GetBucketAclCommandInput, Output>({
  schema: GetBucketAcl$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:GetBucketAcl")],
  run: (store, request) => {
    const bucket = findBucket(store, request);
    if (bucket.isEnforced) return aclAnswer(privateAcl(bucket.owner.canonicalUserId));
    return aclAnswer(aclInForce(bucket.settings.acl, publicAccessBlockOf(store, bucket)));
  },
});
