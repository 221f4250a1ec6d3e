/** What every operation that creates an object shares: permissions, owner and list, its place among the versions. */
import type { Authorized, Call, Permission } from "../model/action.ts";
import { notImplemented } from "../model/service-error.ts";
import { type Acl, anonymousCanonicalUserId } from "./acl.ts";
import { onNewObject, onObject, publicAccessBlockOf } from "./authorization.ts";
import type { Bucket } from "./bucket.ts";
import { type WriteMembers, writeKeys } from "./condition-keys.ts";
import * as errors from "./errors.ts";
import type { ObjectVersion, Owner, StoredObject, Tag } from "./object.ts";
import { ownershipOfWrite } from "./ownership.ts";
import { blocksAcl } from "./public-access-block.ts";
import { readAclHeaders, sendsAcl } from "./requested-acl.ts";
import type { S3Store } from "./store.ts";
import { newVersionId } from "./version-id.ts";

/**
 * s3:PutObject, and s3:PutObjectAcl where an ACL comes with it, also `bucket-owner-full-control` on a bucket that has
 * ACLs disabled (whether AWS still asks there is not documented; its guides call the permission required, we choose so).
 */
export function toWrite(
  store: S3Store,
  bucket: Bucket,
  key: string,
  call: Call<WriteMembers>,
  tags: readonly Tag[],
  keys: Permission["context"] = {},
): readonly Permission[] {
  const { input } = call;
  const context = { ...writeKeys(input, tags), ...keys };
  const permissions = [onNewObject(store, bucket, key, call, "s3:PutObject", context)];
  if (sendsAcl(input)) permissions.push(onNewObject(store, bucket, key, call, "s3:PutObjectAcl", context));
  if (tags.length > 0) permissions.push(onNewObject(store, bucket, key, call, "s3:PutObjectTagging", context));
  if (input.IfMatch !== undefined) {
    // Comparing reads (S3 User Guide, "How to prevent object overwrites with conditional writes").
    const current = bucket.objects.current(key);
    permissions.push(
      current?.kind === "object"
        ? onObject(store, bucket, current, call, "s3:GetObject", context)
        : onNewObject(store, bucket, key, call, "s3:GetObject", context),
    );
  }
  return permissions;
}

/** Owner and list of the object to be. Throws AccessControlListNotSupported, or AccessDenied by BlockPublicAcls. */
export function ownershipFor(
  store: S3Store,
  bucket: Bucket,
  key: string,
  { input, caller }: Authorized<WriteMembers>,
): { readonly owner: Owner; readonly acl: Acl } {
  const writer = ownerFrom(bucket, caller);
  const written = ownershipOfWrite({
    ownership: bucket.ownership,
    acl: readAclHeaders(input, "object", store.environment.accounts),
    writer: writer.canonicalUserId,
    bucketOwner: bucket.owner.canonicalUserId,
  });
  if (written.kind === "acl-not-supported") throw errors.aclNotSupported();
  if (blocksAcl(written.acl, publicAccessBlockOf(store, bucket))) {
    throw errors.publicAclBlocked(caller.principal, bucket, `${bucket.arn}/${key}`, "s3:PutObject");
  }
  return { owner: written.owner === writer.canonicalUserId ? writer : bucket.owner, acl: written.acl };
}

/** The account that a caller writes for. */
export function ownerFrom(bucket: Bucket, { accountId, canonicalUserId, principal }: Call<object>["caller"]): Owner {
  if (accountId === bucket.owner.accountId) return bucket.owner;
  if (accountId !== undefined && canonicalUserId !== undefined) return { accountId, canonicalUserId };
  if (principal.kind === "anonymous") return { accountId: "anonymous", canonicalUserId: anonymousCanonicalUserId };
  throw notImplemented("An object written by an AWS service as itself");
}

/** `If-Match` and `If-None-Match` of a write. Throws NoSuchKey, PreconditionFailed or NotImplemented. */
export function checkWritePreconditions(
  bucket: Bucket,
  key: string,
  { IfMatch: ifMatch, IfNoneMatch: ifNoneMatch }: WriteConditions,
): void {
  if (ifMatch === undefined && ifNoneMatch === undefined) return;
  if (ifMatch !== undefined && ifNoneMatch !== undefined) throw errors.multipleConditions();
  const current = bucket.objects.current(key);
  const object = current?.kind === "object" ? current : undefined;
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch !== "*") throw errors.headerNotImplemented("If-None-Match");
    if (object !== undefined) throw errors.preconditionFailed("If-None-Match");
  }
  if (ifMatch !== undefined) {
    if (ifMatch === "*") throw errors.headerNotImplemented("If-Match");
    if (object === undefined) throw errors.noSuchKey(key);
    if (ifMatch.replace(/^"|"$/g, "") !== object.eTag) throw errors.preconditionFailed("If-Match");
  }
}

/**
 * Puts a new object if its preconditions hold at that moment; its payload is freed where they do not. Nothing is awaited
 * between the check and the put, so of two writers that both ask for a new key one loses.
 */
export async function putObjectIf(bucket: Bucket, object: StoredObject, conditions: WriteConditions): Promise<void> {
  try {
    checkWritePreconditions(bucket, object.key, conditions);
  } catch (error) {
    await object.payload.release();
    throw error;
  }
  await putVersion(bucket, object);
}

type WriteConditions = Pick<WriteMembers, "IfMatch" | "IfNoneMatch">;

/** The id of the version to be; `null` unless versioning is enabled. */
export function versionIdFor(store: S3Store, bucket: Bucket): string {
  return bucket.inForce.versioning === "Enabled" ? newVersionId(store.environment.random) : "null";
}

/** The id as the answer to a write carries it: not that of a version that replaces `null`. */
export function writtenVersionId({ versionId }: ObjectVersion): string | undefined {
  return versionId === "null" ? undefined : versionId;
}

/** Puts a version on top. What it replaces is freed; a bucket that was never versioned has one version a key. */
export async function putVersion(bucket: Bucket, version: ObjectVersion): Promise<void> {
  const existing = bucket.objects.versions(version.key);
  if (version.versionId !== "null" || existing.length === 0) {
    bucket.objects.set(version.key, [version, ...existing]);
    return;
  }
  const kept = existing.filter(({ versionId }) => versionId !== "null");
  bucket.objects.set(version.key, [version, ...kept]);
  for (const replaced of existing) {
    if (replaced.versionId === "null" && replaced.kind === "object") await replaced.payload.release();
  }
}

/** The version id as an answer carries it: none in a bucket that was never versioned. */
export function shownVersionId(bucket: Bucket, { versionId }: { readonly versionId: string }): string | undefined {
  return bucket.isVersioned ? versionId : undefined;
}

/** S3 keeps the time of a change in whole seconds. */
export function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
