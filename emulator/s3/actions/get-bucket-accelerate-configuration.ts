import {
  GetBucketAccelerateConfiguration$,
  type GetBucketAccelerateConfigurationCommandInput,
} from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { onBucket } from "../authorization.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";

/** Transfer acceleration was never set; setting it is not emulated. Source: S3 API Reference, GetBucketAccelerateConfiguration. */
export const getBucketAccelerateConfiguration = action<S3Store, GetBucketAccelerateConfigurationCommandInput, object>({
  schema: GetBucketAccelerateConfiguration$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:GetAccelerateConfiguration")],
  run: () => ({}),
});
