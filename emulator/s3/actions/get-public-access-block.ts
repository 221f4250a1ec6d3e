import {
  GetPublicAccessBlock$,
  type GetPublicAccessBlockCommandInput,
  type GetPublicAccessBlockCommandOutput,
} from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { onBucket } from "../authorization.ts";
import * as errors from "../errors.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";

type Output = Omit<GetPublicAccessBlockCommandOutput, "$metadata">;

/** Source: S3 API Reference, GetPublicAccessBlock. */
export const getPublicAccessBlock = action<S3Store, GetPublicAccessBlockCommandInput, Output>({
  schema: GetPublicAccessBlock$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:GetBucketPublicAccessBlock")],
  run: (store, request) => {
    const bucket = findBucket(store, request);
    const { publicAccessBlock } = bucket.settings;
    if (publicAccessBlock === undefined) throw errors.noSuchPublicAccessBlock(bucket.name);
    return { PublicAccessBlockConfiguration: publicAccessBlock };
  },
});
