import { GetBucketLifecycleConfiguration$, type GetBucketLifecycleConfigurationCommandInput } from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { onBucket } from "../authorization.ts";
import * as errors from "../errors.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";

/** Cannot be set here, so it is never there: tools that read a bucket back ask for it. Source: S3 API Reference. */
export const getBucketLifecycleConfiguration = action<S3Store, GetBucketLifecycleConfigurationCommandInput, object>({
  schema: GetBucketLifecycleConfiguration$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:GetLifecycleConfiguration")],
  run: (store, request) => {
    throw errors.noSuchConfiguration(
      "NoSuchLifecycleConfiguration",
      "The lifecycle configuration does not exist",
      findBucket(store, request).name,
    );
  },
});
