import {
  type DeletedObject,
  type _Error as DeleteError,
  DeleteObjects$,
  type DeleteObjectsCommandInput,
  type DeleteObjectsCommandOutput,
} from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { refuseMembers } from "../../model/refuse-members.ts";
import { ServiceError } from "../../model/service-error.ts";
import { onNewObject } from "../authorization.ts";
import { deleteKey, toDelete } from "../delete.ts";
import * as errors from "../errors.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";
import { isVersionId } from "../version-id.ts";
import { ownerFrom } from "../write.ts";

type Output = Omit<DeleteObjectsCommandOutput, "$metadata">;

const maxKeys = 1000;

/**
 * Each key is authorized by itself and fails by itself; the request as a whole needs no permission.
 * Source: S3 API Reference, DeleteObjects.
 */
export const deleteObjects = action<S3Store, DeleteObjectsCommandInput, Output>({
  schema: DeleteObjects$,
  emulates: ["Bucket", "Delete", "BypassGovernanceRetention", "ChecksumAlgorithm", "ExpectedBucketOwner"],
  permissions: (store, call) => {
    findBucket(store, call);
    return "part-by-part";
  },
  run: async (store, request) => {
    const bucket = findBucket(store, request);
    const objects = request.input.Delete?.Objects ?? [];
    if (objects.length === 0 || objects.length > maxKeys) throw errors.malformedXml();
    const deleted: DeletedObject[] = [];
    const failed: DeleteError[] = [];
    for (const object of objects) {
      refuseMembers(object, ["Key", "VersionId"], "s3:DeleteObjects", "Delete.Objects");
      const { Key: key = "", VersionId: versionId } = object;
      try {
        // Here alone S3 words an id that it never gave like a version that is gone.
        if (versionId !== undefined && !isVersionId(versionId)) throw errors.noSuchVersion(key, versionId);
        request.require(toDelete(store, bucket, { key, versionId }, request));
        if (request.input.BypassGovernanceRetention === true) {
          request.require(onNewObject(store, bucket, key, request, "s3:BypassGovernanceRetention"));
        }
        const owner = ownerFrom(bucket, request.caller);
        const deletion = await deleteKey(store, bucket, { key, versionId }, { owner, now: request.now });
        deleted.push({
          Key: key,
          ...(versionId !== undefined && { VersionId: versionId }),
          ...(deletion.deleteMarker && { DeleteMarker: true }),
          ...(deletion.deleteMarker &&
            deletion.versionId !== undefined && { DeleteMarkerVersionId: deletion.versionId }),
        });
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        failed.push({
          Key: key,
          ...(versionId !== undefined && { VersionId: versionId }),
          Code: error.code,
          Message: error.message,
        });
      }
    }
    return {
      ...(request.input.Delete?.Quiet !== true && { Deleted: deleted }),
      ...(failed.length > 0 && { Errors: failed }),
    };
  },
});
