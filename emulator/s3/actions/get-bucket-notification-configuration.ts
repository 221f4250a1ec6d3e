import {
  GetBucketNotificationConfiguration$,
  type GetBucketNotificationConfigurationCommandInput,
} from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { onBucket } from "../authorization.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";

/** Nobody is notified; setting it is not emulated. Source: S3 API Reference, GetBucketNotificationConfiguration. */
export const getBucketNotificationConfiguration = action<
  S3Store,
  GetBucketNotificationConfigurationCommandInput,
  object
>({
  schema: GetBucketNotificationConfiguration$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:GetBucketNotification")],
  run: () => ({}),
});
