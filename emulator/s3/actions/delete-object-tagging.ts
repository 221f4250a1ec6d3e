import {
  DeleteObjectTagging$,
  type DeleteObjectTaggingCommandInput,
  type DeleteObjectTaggingCommandOutput,
} from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { findBucket } from "../lookup.ts";
import { foundObject, toUse } from "../read.ts";
import type { S3Store } from "../store.ts";
import { shownVersionId } from "../write.ts";

type Output = Omit<DeleteObjectTaggingCommandOutput, "$metadata">;

/** Source: S3 API Reference, DeleteObjectTagging. */
export const deleteObjectTagging = action<S3Store, DeleteObjectTaggingCommandInput, Output>({
  schema: DeleteObjectTagging$,
  emulates: ["Bucket", "Key", "VersionId", "ExpectedBucketOwner"],
  permissions: (store, call) => [
    toUse(store, findBucket(store, call), call, {
      current: "s3:DeleteObjectTagging",
      version: "s3:DeleteObjectVersionTagging",
    }),
  ],
  run: (store, request) => {
    const bucket = findBucket(store, request);
    const object = foundObject(store, bucket, request, "DELETE");
    bucket.objects.replace(object, { ...object, tags: [] });
    return { VersionId: shownVersionId(bucket, object) };
  },
});
