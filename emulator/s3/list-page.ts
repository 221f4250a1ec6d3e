/** What ListObjects and ListObjectsV2 share. */
import type { _Object as ListedObject } from "@aws-sdk/client-s3";
import { ownerInForce } from "./authorization.ts";
import type { Bucket } from "./bucket.ts";
import * as errors from "./errors.ts";
import { listKeys, urlEncoded } from "./listing.ts";
import { quoted, type StoredObject } from "./object.ts";

export interface PageMembers {
  readonly Prefix?: string | undefined;
  readonly Delimiter?: string | undefined;
  readonly MaxKeys?: number | undefined;
  readonly EncodingType?: string | undefined;
}

/** A page never has more, whatever is asked for. */
const maxPage = 1000;

export interface Page {
  readonly contents: readonly ListedObject[];
  readonly commonPrefixes: readonly { readonly Prefix: string }[];
  /** Unencoded. */
  readonly next: string | undefined;
  readonly maxKeys: number;
  readonly encode: (text: string) => string;
}

export function listPage(bucket: Bucket, input: PageMembers, after: string, withOwner: boolean): Page {
  const maxKeys = readMaxKeys(input.MaxKeys, "max-keys");
  const encode = readEncoding(input.EncodingType);
  const question = { prefix: input.Prefix ?? "", delimiter: input.Delimiter ?? "", after, maxKeys };
  const { keys, commonPrefixes, next } = listKeys(
    bucket.objects.sortedKeys(),
    question,
    (key) => bucket.objects.current(key)?.kind === "object",
  );
  const contents = keys.flatMap((key) => {
    const object = bucket.objects.current(key);
    return object?.kind === "object" ? [listed(bucket, object, encode, withOwner)] : [];
  });
  return {
    contents,
    commonPrefixes: commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
    // A page of no entries is whole: there is nothing to go on from.
    next: maxKeys === 0 ? undefined : next,
    maxKeys,
    encode,
  };
}

function listed(
  bucket: Bucket,
  object: StoredObject,
  encode: (text: string) => string,
  withOwner: boolean,
): ListedObject {
  return {
    Key: encode(object.key),
    LastModified: new Date(object.lastModifiedMs),
    ETag: quoted(object.eTag),
    ...checksumListing(object),
    Size: object.size,
    StorageClass: object.storageClass as "STANDARD",
    ...(withOwner && { Owner: { ID: ownerInForce(bucket, object).canonicalUserId } }),
  };
}

export function checksumListing({ checksum }: StoredObject) {
  return {
    ChecksumAlgorithm: [checksum?.algorithm ?? "CRC64NVME"],
    ChecksumType: checksum?.type ?? "FULL_OBJECT",
  };
}

export function readMaxKeys(sent: number | undefined, name: string): number {
  if (sent !== undefined && (sent < 0 || sent > 2_147_483_647)) {
    throw errors.invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`, name, String(sent));
  }
  return Math.min(sent ?? maxPage, maxPage);
}

export function readEncoding(sent: string | undefined): (text: string) => string {
  if (sent === undefined) return (text) => text;
  if (sent !== "url")
    throw errors.invalidArgument("Invalid Encoding Method specified in Request", "encoding-type", sent);
  return urlEncoded;
}
