import {
  GetBucketVersioning$,
  type GetBucketVersioningCommandInput,
  type GetBucketVersioningCommandOutput,
} from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { onBucket } from "../authorization.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";

type Output = Omit<GetBucketVersioningCommandOutput, "$metadata">;

/** Empty where versioning was never turned on. Source: S3 API Reference, GetBucketVersioning. */
export const getBucketVersioning = action<S3Store, GetBucketVersioningCommandInput, Output>({
  schema: GetBucketVersioning$,
  emulates: ["Bucket", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:GetBucketVersioning")],
  run: (store, request) => {
    const { versioning } = findBucket(store, request).settings;
    return versioning === "unversioned" ? {} : { Status: versioning };
  },
});
