import {
  GetBucketTagging$,
  type GetBucketTaggingCommandInput,
  type GetBucketTaggingCommandOutput,
} from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { onBucket } from "../authorization.ts";
import * as errors from "../errors.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";

type Output = Omit<GetBucketTaggingCommandOutput, "$metadata">;

/** Source: S3 API Reference, GetBucketTagging. */
export const getBucketTagging = action<S3Store, GetBucketTaggingCommandInput, Output>({
  schema: GetBucketTagging$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:GetBucketTagging")],
  run: (store, request) => {
    const bucket = findBucket(store, request);
    const { tags } = bucket.settings;
    if (tags.length === 0) throw errors.noSuchConfiguration("NoSuchTagSet", "The TagSet does not exist", bucket.name);
    return { TagSet: [...tags] };
  },
});
