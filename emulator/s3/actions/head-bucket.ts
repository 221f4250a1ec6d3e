import { HeadBucket$, type HeadBucketCommandInput, type HeadBucketCommandOutput } from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { onBucket } from "../authorization.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";

type Output = Omit<HeadBucketCommandOutput, "$metadata">;

/** Source: S3 API Reference, HeadBucket: needs s3:ListBucket. */
export const headBucket = action<S3Store, HeadBucketCommandInput, Output>({
  schema: HeadBucket$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:ListBucket")],
  run: (store, request) => {
    const bucket = findBucket(store, request);
    return { BucketRegion: bucket.region, BucketArn: bucket.arn, AccessPointAlias: false };
  },
});
