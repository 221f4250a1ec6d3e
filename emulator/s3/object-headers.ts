import * as errors from "./errors.ts";
import type { ObjectHeaders } from "./object.ts";

export const headerMembers = [
  "CacheControl",
  "ContentDisposition",
  "ContentEncoding",
  "ContentLanguage",
  "ContentType",
  "Expires",
  "Metadata",
  "StorageClass",
  "WebsiteRedirectLocation",
] as const;

/** Names, values and the `x-amz-meta-` prefix left out (S3 User Guide, "Working with object metadata": 2 KB). */
const maxMetadataBytes = 2048;

export interface HeaderMembers {
  readonly CacheControl?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly ContentType?: string | undefined;
  readonly Expires?: Date | undefined;
  readonly Metadata?: Record<string, string> | undefined;
  readonly StorageClass?: string | undefined;
  readonly WebsiteRedirectLocation?: string | undefined;
}

/** The headers that a new object keeps. */
export function readHeaders(input: HeaderMembers): ObjectHeaders {
  return {
    CacheControl: input.CacheControl,
    ContentDisposition: input.ContentDisposition,
    ContentEncoding: input.ContentEncoding && ownEncoding(input.ContentEncoding),
    ContentLanguage: input.ContentLanguage,
    ContentType: input.ContentType ?? "binary/octet-stream",
    Expires: input.Expires,
    WebsiteRedirectLocation: input.WebsiteRedirectLocation,
  };
}

/** `aws-chunked` was the request's own, not the object's. */
function ownEncoding(sent: string): string | undefined {
  const encodings = sent.split(",").map((each) => each.trim());
  return encodings.filter((each) => each !== "" && each.toLowerCase() !== "aws-chunked").join(",") || undefined;
}

export function readMetadata(metadata: Record<string, string> | undefined): Record<string, string> | undefined {
  if (metadata === undefined) return undefined;
  let size = 0;
  for (const [name, value] of Object.entries(metadata)) size += Buffer.byteLength(name) + Buffer.byteLength(value);
  if (size > maxMetadataBytes) throw errors.metadataTooLarge(size, maxMetadataBytes);
  return metadata;
}

const storageClasses = [
  "STANDARD",
  "REDUCED_REDUNDANCY",
  "STANDARD_IA",
  "ONEZONE_IA",
  "INTELLIGENT_TIERING",
  "GLACIER_IR",
];
/** Objects in these must be restored before they can be read. */
const archives = ["GLACIER", "DEEP_ARCHIVE"];

export function readStorageClass(sent: string | undefined): string {
  if (sent === undefined) return "STANDARD";
  if (archives.includes(sent)) throw errors.notEmulatedStorageClass(sent);
  if (!storageClasses.includes(sent)) throw errors.invalidStorageClass(sent);
  return sent;
}
