/** `x-amz-copy-source`: the object that CopyObject and UploadPartCopy read, and the permissions that reading it needs. */
import type { Authorized, Call, Permission } from "../model/action.ts";
import { notImplemented } from "../model/service-error.ts";
import { onObject } from "./authorization.ts";
import type { Bucket } from "./bucket.ts";
import { checkReadConditions } from "./conditional-read.ts";
import * as errors from "./errors.ts";
import { findBucketAnywhere, findVersion, type ObjectMembers } from "./lookup.ts";
import type { StoredObject } from "./object.ts";
import { foundObject, readingObject, toUse } from "./read.ts";
import type { S3Store } from "./store.ts";

export interface CopyMembers {
  readonly CopySource?: string | undefined;
  readonly CopySourceIfMatch?: string | undefined;
  readonly CopySourceIfNoneMatch?: string | undefined;
  readonly CopySourceIfModifiedSince?: Date | undefined;
  readonly CopySourceIfUnmodifiedSince?: Date | undefined;
  readonly ExpectedSourceBucketOwner?: string | undefined;
}

export const copyMembers = [
  "CopySource",
  "CopySourceIfMatch",
  "CopySourceIfNoneMatch",
  "CopySourceIfModifiedSince",
  "CopySourceIfUnmodifiedSince",
  "ExpectedSourceBucketOwner",
] as const;

/** `bucket/key` or `/bucket/key`, percent-encoded, with `?versionId=` behind it. */
export function readCopySource(input: CopyMembers): ObjectMembers & { readonly Bucket: string; readonly Key: string } {
  const sent = input.CopySource ?? "";
  if (sent.startsWith("arn:")) throw notImplemented("A copy source by ARN");
  const [path = "", versionId] = sent.split(/\?versionId=/);
  const decoded = decodedPath(path);
  const match = /^\/?([^/]+)\/(.+)$/s.exec(decoded ?? "");
  if (match === null) {
    throw errors.invalidArgument(
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
      "x-amz-copy-source",
      sent,
    );
  }
  return {
    Bucket: match[1] ?? "",
    Key: match[2] ?? "",
    VersionId: versionId,
    ExpectedBucketOwner: input.ExpectedSourceBucketOwner,
  };
}

function decodedPath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** `s3:x-amz-copy-source` as a policy writes it: `bucket/key`. */
export function copySourceKey(input: CopyMembers): string {
  const { Bucket, Key } = readCopySource(input);
  return `${Bucket}/${Key}`;
}

/** s3:GetObject on the source, and s3:GetObjectTagging where its tags come along. */
export function toCopyFrom(store: S3Store, call: Call<CopyMembers>, withTags: boolean): readonly Permission[] {
  const input = readCopySource(call.input);
  const bucket = findBucketAnywhere(store, input);
  const permissions = [toUse(store, bucket, { ...call, input }, readingObject)];
  const found = findVersion(bucket, input);
  if (withTags && found?.kind === "object" && found.tags.length > 0) {
    const name = input.VersionId === undefined ? "s3:GetObjectTagging" : "s3:GetObjectVersionTagging";
    permissions.push(onObject(store, bucket, found, call, name, { "s3:versionid": input.VersionId }));
  }
  return permissions;
}

/** Throws what reading would, and PreconditionFailed. */
export function foundSource(
  store: S3Store,
  request: Authorized<CopyMembers>,
): { readonly bucket: Bucket; readonly object: StoredObject } {
  const input = readCopySource(request.input);
  const bucket = findBucketAnywhere(store, input);
  if (input.VersionId !== undefined && findVersion(bucket, input)?.kind === "delete-marker") {
    throw errors.invalidRequest(
      "The source of a copy request may not specifically refer to a delete marker by version id.",
    );
  }
  const object = foundObject(store, bucket, { ...request, input }, "GET");
  const outcome = checkReadConditions(
    {
      IfMatch: request.input.CopySourceIfMatch,
      IfNoneMatch: request.input.CopySourceIfNoneMatch,
      IfModifiedSince: request.input.CopySourceIfModifiedSince,
      IfUnmodifiedSince: request.input.CopySourceIfUnmodifiedSince,
    },
    object,
  );
  if (outcome.kind === "failed") throw errors.preconditionFailed(`x-amz-copy-source-${outcome.condition}`);
  if (outcome.kind === "not-modified") throw errors.preconditionFailed("x-amz-copy-source-If-None-Match");
  return { bucket, object };
}
