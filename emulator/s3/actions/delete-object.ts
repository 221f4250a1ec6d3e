import { DeleteObject$, type DeleteObjectCommandInput, type DeleteObjectCommandOutput } from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { deleteKey, toDelete } from "../delete.ts";
import * as errors from "../errors.ts";
import { findBucket, keyOf } from "../lookup.ts";
import { readingObject, toUse } from "../read.ts";
import type { S3Store } from "../store.ts";
import { ownerFrom } from "../write.ts";

type Output = Omit<DeleteObjectCommandOutput, "$metadata">;

/** Succeeds also where there is nothing to delete. Source: S3 API Reference, DeleteObject. */
export const deleteObject = action<S3Store, DeleteObjectCommandInput, Output>({
  schema: DeleteObject$,
  emulates: ["Bucket", "Key", "VersionId", "IfMatch", "BypassGovernanceRetention", "ExpectedBucketOwner"],
  permissions: (store, call) => {
    const bucket = findBucket(store, call);
    const { VersionId: versionId, IfMatch: ifMatch } = call.input;
    const permissions = [toDelete(store, bucket, { key: keyOf(call.input), versionId }, call)];
    // Comparing reads (S3 User Guide, "How to perform conditional deletes").
    if (ifMatch !== undefined) permissions.push(toUse(store, bucket, call, readingObject));
    return permissions;
  },
  run: async (store, request) => {
    const { input, caller, now } = request;
    const bucket = findBucket(store, request);
    const key = keyOf(input);
    if (input.BypassGovernanceRetention === true) throw errors.noObjectLock();
    if (input.IfMatch !== undefined) {
      const current = bucket.objects.current(key);
      if (current?.kind !== "object") throw errors.noSuchKey(key);
      const matches = input.IfMatch === "*" || input.IfMatch.replace(/^"|"$/g, "") === current.eTag;
      if (!matches) throw errors.preconditionFailed("If-Match");
    }
    const deletion = await deleteKey(
      store,
      bucket,
      { key, versionId: input.VersionId },
      { owner: ownerFrom(bucket, caller), now },
    );
    return {
      ...(deletion.deleteMarker && { DeleteMarker: true }),
      ...(deletion.versionId !== undefined && { VersionId: deletion.versionId }),
    };
  },
});
