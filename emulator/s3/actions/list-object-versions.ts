import {
  type DeleteMarkerEntry,
  type ObjectVersion as ListedVersion,
  ListObjectVersions$,
  type ListObjectVersionsCommandInput,
  type ListObjectVersionsCommandOutput,
} from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { onBucket, ownerInForce } from "../authorization.ts";
import type { Bucket } from "../bucket.ts";
import { listingKeys } from "../condition-keys.ts";
import * as errors from "../errors.ts";
import { checksumListing, readEncoding, readMaxKeys } from "../list-page.ts";
import { findBucket } from "../lookup.ts";
import { type ObjectVersion, quoted } from "../object.ts";
import type { S3Store } from "../store.ts";
import { isVersionId } from "../version-id.ts";
import { listVersions } from "../version-listing.ts";

type Output = Omit<ListObjectVersionsCommandOutput, "$metadata">;

/** By key, newest version first. Source: S3 API Reference, ListObjectVersions: needs s3:ListBucketVersions. */
export const listObjectVersions = action<S3Store, ListObjectVersionsCommandInput, Output>({
  schema: ListObjectVersions$,
  emulates: [
    "Bucket",
    "Delimiter",
    "EncodingType",
    "KeyMarker",
    "MaxKeys",
    "Prefix",
    "VersionIdMarker",
    "ExpectedBucketOwner",
  ],
  permissions: (store, call) => [
    onBucket(store, findBucket(store, call), call, "s3:ListBucketVersions", listingKeys(call.input)),
  ],
  run: (store, request) => {
    const { input } = request;
    const bucket = findBucket(store, request);
    const encode = readEncoding(input.EncodingType);
    const maxKeys = readMaxKeys(input.MaxKeys, "max-keys");
    const keyMarker = input.KeyMarker ?? "";
    const versionIdMarker = readVersionIdMarker(input);
    const page = listVersions(bucket.objects, {
      prefix: input.Prefix ?? "",
      delimiter: input.Delimiter ?? "",
      keyMarker,
      versionIdMarker,
      maxKeys,
    });
    const shown = page.versions.map((version) => [version, entryOf(bucket, version, encode)] as const);
    return {
      Name: bucket.name,
      Prefix: encode(input.Prefix ?? ""),
      KeyMarker: encode(keyMarker),
      VersionIdMarker: versionIdMarker ?? "",
      ...(input.Delimiter && { Delimiter: encode(input.Delimiter) }),
      MaxKeys: maxKeys,
      ...(input.EncodingType !== undefined && { EncodingType: input.EncodingType }),
      IsTruncated: page.next !== undefined,
      ...(page.next !== undefined && {
        NextKeyMarker: encode(page.next.keyMarker),
        ...(page.next.versionIdMarker !== undefined && { NextVersionIdMarker: page.next.versionIdMarker }),
      }),
      Versions: shown.filter(([{ kind }]) => kind === "object").map(([, entry]) => entry as ListedVersion),
      DeleteMarkers: shown.filter(([{ kind }]) => kind === "delete-marker").map(([, entry]) => entry),
      CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
    };
  },
});

/** Throws InvalidArgument. Sent empty with an empty key marker, as clients do for the first page, it is none. */
function readVersionIdMarker({ KeyMarker, VersionIdMarker: sent }: ListObjectVersionsCommandInput): string | undefined {
  if (sent === undefined || (sent === "" && KeyMarker === "")) return undefined;
  const refused = (message: string) => errors.invalidArgument(message, "version-id-marker", sent);
  if (!KeyMarker) throw refused("A version-id marker cannot be specified without a key marker.");
  if (sent === "") throw refused("A version-id marker cannot be empty.");
  if (!isVersionId(sent)) throw refused("Invalid version id specified");
  return sent;
}

function entryOf(
  bucket: Bucket,
  version: ObjectVersion,
  encode: (text: string) => string,
): ListedVersion | DeleteMarkerEntry {
  const common = {
    Key: encode(version.key),
    VersionId: version.versionId,
    IsLatest: bucket.objects.current(version.key) === version,
    LastModified: new Date(version.lastModifiedMs),
    Owner: { ID: ownerInForce(bucket, version).canonicalUserId },
  };
  if (version.kind === "delete-marker") return common;
  return {
    ...common,
    ...checksumListing(version),
    ETag: quoted(version.eTag),
    Size: version.size,
    StorageClass: version.storageClass as "STANDARD",
  } as ListedVersion;
}
