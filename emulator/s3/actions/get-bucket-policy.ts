import {
  GetBucketPolicy$,
  type GetBucketPolicyCommandInput,
  type GetBucketPolicyCommandOutput,
} from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { displayPolicy } from "../../policy/index.ts";
import { onPolicyOf } from "../authorization.ts";
import * as errors from "../errors.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";

type Output = Omit<GetBucketPolicyCommandOutput, "$metadata">;

/** A role that is gone shows as its unique id. Source: S3 API Reference, GetBucketPolicy. */
export const getBucketPolicy = action<S3Store, GetBucketPolicyCommandInput, Output>({
  schema: GetBucketPolicy$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onPolicyOf(store, findBucket(store, call), call, "s3:GetBucketPolicy")],
  run: (store, request) => {
    const bucket = findBucket(store, request);
    if (request.accountId !== bucket.owner.accountId) throw errors.methodNotAllowed("GET", "BUCKETPOLICY");
    const { policy } = bucket.settings;
    if (policy === undefined) throw errors.noSuchBucketPolicy(bucket.name);
    const { principals } = store.environment;
    return { Policy: displayPolicy(policy.document, (principal) => principals.lookUp(principal)) };
  },
});
