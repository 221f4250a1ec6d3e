/** Finds what a request addresses, or says in S3's words why there is no such thing. */
import type { Call } from "../model/action.ts";
import type { Bucket } from "./bucket.ts";
import * as errors from "./errors.ts";
import { isKeyTooLong } from "./naming.ts";
import type { DeleteMarker, StoredObject } from "./object.ts";
import type { S3Store } from "./store.ts";
import { isVersionId } from "./version-id.ts";

export interface BucketMembers {
  readonly Bucket?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

export interface ObjectMembers extends BucketMembers {
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
}

/**
 * The bucket that a request names. Throws NoSuchBucket, PermanentRedirect where the request was signed for another
 * region than the bucket's, AccessDenied where `x-amz-expected-bucket-owner` names another account.
 */
export function findBucket(store: S3Store, { input, region, caller }: Call<BucketMembers>): Bucket {
  const bucket = findBucketAnywhere(store, input);
  // An unsigned request names no region.
  if (region !== bucket.region && caller.principal.kind !== "anonymous") {
    throw errors.permanentRedirect(bucket.name, bucket.region);
  }
  return bucket;
}

export function findBucketAnywhere(store: S3Store, input: BucketMembers): Bucket {
  const name = input.Bucket ?? "";
  const bucket = store.find(name);
  if (bucket === undefined) throw errors.noSuchBucket(name);
  const { ExpectedBucketOwner: expected } = input;
  if (expected !== undefined && expected !== bucket.owner.accountId) {
    throw /^\d{12}$/.test(expected) ? errors.accessDenied() : errors.expectedOwnerIsNoAccount(expected);
  }
  return bucket;
}

export function keyOf({ Key: key = "" }: ObjectMembers): string {
  if (isKeyTooLong(key)) throw errors.keyTooLong(key);
  return key;
}

export type FoundVersion =
  | StoredObject
  | DeleteMarker
  /** No such key, or no such version of it. */
  | undefined;

/** The version that a request names, or the newest one. Throws InvalidArgument for an id that was never given. */
export function findVersion(bucket: Bucket, { Key: key = "", VersionId: versionId }: ObjectMembers): FoundVersion {
  if (versionId === undefined) return bucket.objects.current(key);
  if (!isVersionId(versionId)) {
    throw errors.invalidArgument("Invalid version id specified", "versionId", versionId);
  }
  return bucket.objects.versions(key).find((each) => each.versionId === versionId);
}
