import {
  type BucketLocationConstraint,
  GetBucketLocation$,
  type GetBucketLocationCommandInput,
  type GetBucketLocationCommandOutput,
} from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { onBucket } from "../authorization.ts";
import { findBucket, findBucketAnywhere } from "../lookup.ts";
import type { S3Store } from "../store.ts";

type Output = Omit<GetBucketLocationCommandOutput, "$metadata">;

/**
 * Answers the bucket's own account from any region, since nobody can know where to ask; another account only in the
 * bucket's home region. Source: S3 API Reference, GetBucketLocation.
 */
export const getBucketLocation = action<S3Store, GetBucketLocationCommandInput, Output>({
  schema: GetBucketLocation$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => {
    const anywhere = findBucketAnywhere(store, call.input);
    const bucket = call.caller.accountId === anywhere.owner.accountId ? anywhere : findBucket(store, call);
    return [onBucket(store, bucket, call, "s3:GetBucketLocation")];
  },
  run: (store, { input }) => {
    const { region } = findBucketAnywhere(store, input);
    // Buckets of us-east-1 have an empty element.
    return region === "us-east-1" ? {} : { LocationConstraint: region as BucketLocationConstraint };
  },
});
