/** What GetObject and HeadObject tell of an object, alike but for the body. */
import type { GetObjectCommandInput, GetObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Authorized } from "../model/action.ts";
import type { Payload } from "../model/payload.ts";
import type { Bucket } from "./bucket.ts";
import { type ChecksumOutput, checksumAnswer } from "./checksum-answer.ts";
import { checkReadConditions } from "./conditional-read.ts";
import { encryptionAnswer } from "./encryption.ts";
import * as errors from "./errors.ts";
import { quoted, type StoredObject } from "./object.ts";
import { type ByteRange, contentRange, readRange } from "./range.ts";
import { unseal } from "./sealed-body.ts";
import type { S3Store } from "./store.ts";
import { shownVersionId } from "./write.ts";

type Input = Pick<
  GetObjectCommandInput,
  | "Range"
  | "PartNumber"
  | "ChecksumMode"
  | "IfMatch"
  | "IfNoneMatch"
  | "IfModifiedSince"
  | "IfUnmodifiedSince"
  | "ResponseCacheControl"
  | "ResponseContentDisposition"
  | "ResponseContentEncoding"
  | "ResponseContentLanguage"
  | "ResponseContentType"
  | "ResponseExpires"
>;

export const readMembers = [
  "Range",
  "PartNumber",
  "ChecksumMode",
  "IfMatch",
  "IfNoneMatch",
  "IfModifiedSince",
  "IfUnmodifiedSince",
  "ResponseCacheControl",
  "ResponseContentDisposition",
  "ResponseContentEncoding",
  "ResponseContentLanguage",
  "ResponseContentType",
  "ResponseExpires",
  "VersionId",
  "ExpectedBucketOwner",
] as const;

export interface ReadObject {
  /** Opens the body, which under SSE-KMS takes kms:Decrypt. */
  readonly open: () => Promise<Payload>;
  readonly range: ByteRange;
  readonly output: Omit<GetObjectCommandOutput, "$metadata" | "Body">;
}

/** Throws PreconditionFailed, NotModified, InvalidRange or InvalidPartNumber. */
export async function readObject(
  store: S3Store,
  bucket: Bucket,
  object: StoredObject,
  request: Authorized<Input>,
): Promise<ReadObject> {
  const { input } = request;
  const outcome = checkReadConditions(input, object);
  if (outcome.kind === "failed") throw errors.preconditionFailed(outcome.condition);
  if (outcome.kind === "not-modified") {
    throw errors.notModified({
      etag: quoted(object.eTag),
      "last-modified": new Date(object.lastModifiedMs).toUTCString(),
    });
  }
  if (request.caller.principal.kind === "anonymous" && Object.keys(input).some((name) => name.startsWith("Response"))) {
    throw errors.invalidRequest("Request specific response headers cannot be used for anonymous GET requests.");
  }
  const { size } = object;
  const part = partRange(object, input);
  const asked = part ?? readRange(input.Range, size);
  if (asked === "unsatisfiable") throw errors.invalidRange(input.Range ?? "", size);
  const range = asked ?? { start: 0, end: size };
  const open = () => unseal(store, { bucket, by: request }, object);
  // Asked for a range or a part, S3 answers as with a piece even where that is all there is.
  const isPart = asked !== undefined && size > 0;
  return {
    open,
    range,
    output: {
      AcceptRanges: "bytes",
      LastModified: new Date(object.lastModifiedMs),
      ContentLength: range.end - range.start,
      ETag: quoted(object.eTag),
      ...(isPart && { ContentRange: contentRange(range, size) }),
      ...(input.PartNumber !== undefined && object.parts !== undefined && { PartsCount: object.parts.length }),
      ...headersOf(object, input),
      ...(object.metadata !== undefined && { Metadata: object.metadata }),
      ...(object.storageClass !== "STANDARD" && { StorageClass: object.storageClass as "STANDARD_IA" }),
      ...(object.tags.length > 0 && { TagCount: object.tags.length }),
      ...encryptionAnswer(object.encryption),
      ...(input.ChecksumMode === "ENABLED" && !isPart ? await checksumOf(object, open) : {}),
      VersionId: shownVersionId(bucket, object),
    },
  };
}

function partRange({ parts, size }: StoredObject, input: Input): ByteRange | undefined {
  const { PartNumber: number } = input;
  if (number === undefined) return undefined;
  if (input.Range !== undefined) {
    throw errors.invalidRequest("Cannot specify both Range header and partNumber query parameter");
  }
  if (parts === undefined) {
    if (number !== 1) throw errors.invalidPartNumber(number, 1);
    return { start: 0, end: size };
  }
  let start = 0;
  for (const [index, part] of parts.entries()) {
    if (index + 1 === number) return { start, end: start + part.size };
    start += part.size;
  }
  throw errors.invalidPartNumber(number, parts.length);
}

function headersOf({ headers }: StoredObject, input: Input) {
  return {
    CacheControl: input.ResponseCacheControl ?? headers.CacheControl,
    ContentDisposition: input.ResponseContentDisposition ?? headers.ContentDisposition,
    ContentEncoding: input.ResponseContentEncoding ?? headers.ContentEncoding,
    ContentLanguage: input.ResponseContentLanguage ?? headers.ContentLanguage,
    ContentType: input.ResponseContentType ?? headers.ContentType,
    Expires: input.ResponseExpires ?? headers.Expires,
    WebsiteRedirectLocation: headers.WebsiteRedirectLocation,
  };
}

/** Asking for the checksum takes what reading takes (API reference, HeadObject: ChecksumMode). */
async function checksumOf(object: StoredObject, open: () => Promise<Payload>): Promise<ChecksumOutput> {
  await open();
  return checksumAnswer(object.checksum);
}
