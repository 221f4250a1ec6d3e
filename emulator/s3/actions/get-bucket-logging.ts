import { GetBucketLogging$, type GetBucketLoggingCommandInput } from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { onBucket } from "../authorization.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";

/** Server access logging is off; setting it is not emulated. Source: S3 API Reference, GetBucketLogging. */
export const getBucketLogging = action<S3Store, GetBucketLoggingCommandInput, object>({
  schema: GetBucketLogging$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:GetBucketLogging")],
  run: () => ({}),
});
