import {
  GetBucketOwnershipControls$,
  type GetBucketOwnershipControlsCommandInput,
  type GetBucketOwnershipControlsCommandOutput,
} from "@aws-sdk/client-s3";
import { onBucket } from "../authorization.ts";
import * as errors from "../errors.ts";
import { findBucket } from "../lookup.ts";
import { signedOnly } from "../signed-only.ts";

type Output = Omit<GetBucketOwnershipControlsCommandOutput, "$metadata">;

/** Source: S3 API Reference, GetBucketOwnershipControls. */
export const getBucketOwnershipControls = signedOnly<GetBucketOwnershipControlsCommandInput, Output>({
  schema: GetBucketOwnershipControls$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:GetBucketOwnershipControls")],
  run: (store, request) => {
    const bucket = findBucket(store, request);
    const { ownership } = bucket.settings;
    if (ownership === undefined) throw errors.ownershipControlsNotFound(bucket.name);
    return { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } };
  },
});
