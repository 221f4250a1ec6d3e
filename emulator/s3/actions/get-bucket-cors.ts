import { GetBucketCors$, type GetBucketCorsCommandInput } from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { onBucket } from "../authorization.ts";
import * as errors from "../errors.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";

/** Cannot be set here, so it is never there: tools that read a bucket back ask for it. Source: S3 API Reference. */
export const getBucketCors = action<S3Store, GetBucketCorsCommandInput, object>({
  schema: GetBucketCors$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:GetBucketCORS")],
  run: (store, request) => {
    throw errors.noSuchConfiguration(
      "NoSuchCORSConfiguration",
      "The CORS configuration does not exist",
      findBucket(store, request).name,
    );
  },
});
