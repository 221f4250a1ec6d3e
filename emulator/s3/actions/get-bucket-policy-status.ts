import {
  GetBucketPolicyStatus$,
  type GetBucketPolicyStatusCommandInput,
  type GetBucketPolicyStatusCommandOutput,
} from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { isPublicPolicy } from "../../policy/index.ts";
import { onBucket } from "../authorization.ts";
import * as errors from "../errors.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";

type Output = Omit<GetBucketPolicyStatusCommandOutput, "$metadata">;

/** Source: S3 API Reference, GetBucketPolicyStatus. */
export const getBucketPolicyStatus = action<S3Store, GetBucketPolicyStatusCommandInput, Output>({
  schema: GetBucketPolicyStatus$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:GetBucketPolicyStatus")],
  run: (store, request) => {
    const bucket = findBucket(store, request);
    const { policy } = bucket.settings;
    if (policy === undefined) throw errors.noSuchBucketPolicy(bucket.name);
    return { PolicyStatus: { IsPublic: isPublicPolicy(policy.document, store.environment.openQuestions) } };
  },
});
