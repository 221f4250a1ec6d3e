import { GetBucketReplication$, type GetBucketReplicationCommandInput } from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { onBucket } from "../authorization.ts";
import * as errors from "../errors.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";

/** Cannot be set here, so it is never there: tools that read a bucket back ask for it. Source: S3 API Reference. */
export const getBucketReplication = action<S3Store, GetBucketReplicationCommandInput, object>({
  schema: GetBucketReplication$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:GetReplicationConfiguration")],
  run: (store, request) => {
    throw errors.noSuchConfiguration(
      "ReplicationConfigurationNotFoundError",
      "The replication configuration was not found",
      findBucket(store, request).name,
    );
  },
});
