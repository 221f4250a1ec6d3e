/** What every operation on an existing object shares: its permission, and why there is no such object. */
import type { Authorized, Call, Permission } from "../model/action.ts";
import { type ConditionKeys, onBucket, onMissingObject, onObject } from "./authorization.ts";
import type { Bucket } from "./bucket.ts";
import * as errors from "./errors.ts";
import { findVersion, keyOf, type ObjectMembers } from "./lookup.ts";
import type { StoredObject } from "./object.ts";
import type { S3Store } from "./store.ts";

/** A permission on an object, by its name where a version is asked for and where not. */
export interface ObjectAction {
  readonly current: string;
  readonly version: string;
}

/** The permission for what a request names. Where there is no such object, the bucket's owner decides. */
export function toUse(
  store: S3Store,
  bucket: Bucket,
  call: Call<ObjectMembers>,
  action: ObjectAction,
  keys: ConditionKeys = {},
): Permission {
  const { input } = call;
  const name = input.VersionId === undefined ? action.current : action.version;
  const context = { ...keys, "s3:versionid": input.VersionId };
  const found = findVersion(bucket, input);
  return found?.kind === "object"
    ? onObject(store, bucket, found, call, name, context)
    : onMissingObject(store, bucket, keyOf(input), call, name, context);
}

export const readingObject: ObjectAction = { current: "s3:GetObject", version: "s3:GetObjectVersion" };

/**
 * The object that an authorized request names. Throws NoSuchKey or NoSuchVersion, MethodNotAllowed for a delete marker
 * that is named; AccessDenied in place of NoSuchKey for whoever may not list the bucket (API reference, GetObject).
 */
export function foundObject(
  store: S3Store,
  bucket: Bucket,
  request: Authorized<ObjectMembers>,
  method: string,
): StoredObject {
  const { input } = request;
  const found = findVersion(bucket, input);
  if (found?.kind === "object") return found;
  const key = keyOf(input);
  if (input.VersionId !== undefined) {
    if (found?.kind === "delete-marker") {
      const lastModified = new Date(found.lastModifiedMs).toUTCString();
      throw errors.methodNotAllowed(method, "DeleteMarker", {
        "x-amz-delete-marker": "true",
        "last-modified": lastModified,
        allow: "DELETE",
      });
    }
    throw errors.noSuchVersion(key, input.VersionId);
  }
  request.require(onBucket(store, bucket, request, "s3:ListBucket"));
  throw errors.noSuchKey(
    key,
    found === undefined ? {} : { "x-amz-delete-marker": "true", "x-amz-version-id": found.versionId },
  );
}
