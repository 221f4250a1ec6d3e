import { GetBucketWebsite$, type GetBucketWebsiteCommandInput } from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { onBucket } from "../authorization.ts";
import * as errors from "../errors.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";

/** Cannot be set here, so it is never there: tools that read a bucket back ask for it. Source: S3 API Reference. */
export const getBucketWebsite = action<S3Store, GetBucketWebsiteCommandInput, object>({
  schema: GetBucketWebsite$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:GetBucketWebsite")],
  run: (store, request) => {
    throw errors.noSuchConfiguration(
      "NoSuchWebsiteConfiguration",
      "The specified bucket does not have a website configuration",
      findBucket(store, request).name,
    );
  },
});
