import {
  GetObjectTagging$,
  type GetObjectTaggingCommandInput,
  type GetObjectTaggingCommandOutput,
} from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { findBucket } from "../lookup.ts";
import { foundObject, toUse } from "../read.ts";
import type { S3Store } from "../store.ts";
import { shownVersionId } from "../write.ts";

type Output = Omit<GetObjectTaggingCommandOutput, "$metadata">;

/** Source: S3 API Reference, GetObjectTagging. */
export const getObjectTagging = action<S3Store, GetObjectTaggingCommandInput, Output>({
  schema: GetObjectTagging$,
  emulates: ["Bucket", "Key", "VersionId", "ExpectedBucketOwner"],
  permissions: (store, call) => [
    toUse(store, findBucket(store, call), call, {
      current: "s3:GetObjectTagging",
      version: "s3:GetObjectVersionTagging",
    }),
  ],
  run: (store, request) => {
    const bucket = findBucket(store, request);
    const object = foundObject(store, bucket, request, "GET");
    return { VersionId: shownVersionId(bucket, object), TagSet: [...object.tags] };
  },
});
