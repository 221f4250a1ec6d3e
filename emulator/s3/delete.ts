/** Deleting one key or one version of it, as DeleteObject and DeleteObjects do. */
import type { Call, Permission } from "../model/action.ts";
import { onDeletedObject } from "./authorization.ts";
import type { Bucket } from "./bucket.ts";
import { findVersion } from "./lookup.ts";
import type { Owner } from "./object.ts";
import type { S3Store } from "./store.ts";
import { putVersion, versionIdFor, wholeSecond } from "./write.ts";

export interface DeletedKey {
  readonly key: string;
  readonly versionId: string | undefined;
}

export interface Deletion {
  /** Of the marker that was made or removed. */
  readonly deleteMarker: boolean;
  readonly versionId: string | undefined;
}

/** Permission for one key: the version's own action where a version is named. */
export function toDelete(
  store: S3Store,
  bucket: Bucket,
  { key, versionId }: DeletedKey,
  call: Call<object>,
): Permission {
  const version = findVersion(bucket, { Key: key, VersionId: versionId });
  const object = version?.kind === "object" ? version : undefined;
  const action = versionId === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion";
  return onDeletedObject(store, bucket, object, key, call, action, { "s3:versionid": versionId });
}

/**
 * In a versioned bucket a key is hidden behind a delete marker; a named version goes for good.
 * Source: S3 User Guide, "Deleting object versions from a versioning-enabled bucket".
 */
export async function deleteKey(
  store: S3Store,
  bucket: Bucket,
  { key, versionId }: DeletedKey,
  by: { readonly owner: Owner; readonly now: number },
): Promise<Deletion> {
  const versions = bucket.objects.versions(key);
  if (versionId !== undefined || !bucket.isVersioned) {
    const gone = versions.find((each) => each.versionId === (versionId ?? "null"));
    if (gone !== undefined) {
      bucket.objects.set(
        key,
        versions.filter((each) => each !== gone),
      );
      if (gone.kind === "object") await gone.payload.release();
    }
    return { deleteMarker: gone?.kind === "delete-marker", versionId: bucket.isVersioned ? versionId : undefined };
  }
  const marker = {
    kind: "delete-marker",
    key,
    versionId: versionIdFor(store, bucket),
    lastModifiedMs: wholeSecond(by.now),
    owner: by.owner,
  } as const;
  await putVersion(bucket, marker);
  return { deleteMarker: true, versionId: marker.versionId };
}
