import { GetObjectLockConfiguration$, type GetObjectLockConfigurationCommandInput } from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { onBucket } from "../authorization.ts";
import * as errors from "../errors.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";

/** Cannot be set here, so it is never there: tools that read a bucket back ask for it. Source: S3 API Reference. */
export const getObjectLockConfiguration = action<S3Store, GetObjectLockConfigurationCommandInput, object>({
  schema: GetObjectLockConfiguration$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:GetBucketObjectLockConfiguration")],
  run: (store, request) => {
    throw errors.noSuchConfiguration(
      "ObjectLockConfigurationNotFoundError",
      "Object Lock configuration does not exist for this bucket",
      findBucket(store, request).name,
    );
  },
});
