import { CopyObject$, type CopyObjectCommandInput, type CopyObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Authorized } from "../../model/action.ts";
import { type ChecksumAlgorithm, checksumAlgorithms, digestsOf } from "../../model/checksum.ts";
import type { Payload } from "../../model/payload.ts";
import { notImplemented } from "../../model/service-error.ts";
import type { Bucket } from "../bucket.ts";
import { defaultChecksum } from "../checked-body.ts";
import { checksumAnswer } from "../checksum-answer.ts";
import { copyMembers, copySourceKey, foundSource, toCopyFrom } from "../copy-source.ts";
import { encryptionAnswer, encryptionMembers, encryptionWanted, startEncryption } from "../encryption.ts";
import * as errors from "../errors.ts";
import { findBucket, keyOf } from "../lookup.ts";
import { type Checksum, quoted, type StoredObject } from "../object.ts";
import { headerMembers, readHeaders, readMetadata, readStorageClass } from "../object-headers.ts";
import { aclMembers } from "../requested-acl.ts";
import { seal, unseal, withSegments } from "../sealed-body.ts";
import { signedOnly } from "../signed-only.ts";
import { readTaggingHeader } from "../tags.ts";
import {
  checkWritePreconditions,
  ownershipFor,
  putObjectIf,
  shownVersionId,
  toWrite,
  versionIdFor,
  wholeSecond,
  writtenVersionId,
} from "../write.ts";

type Output = Omit<CopyObjectCommandOutput, "$metadata">;

/** Larger objects are copied part by part. */
const maxBytes = 5 * 1024 ** 3;

/** Source: S3 API Reference, CopyObject. ACLs are not copied: the copy is the writer's as any new object is. */
export const copyObject = signedOnly<CopyObjectCommandInput, Output>({
  schema: CopyObject$,
  emulates: [
    "Bucket",
    "Key",
    "MetadataDirective",
    "TaggingDirective",
    "Tagging",
    "ChecksumAlgorithm",
    "IfMatch",
    "IfNoneMatch",
    "ExpectedBucketOwner",
    ...copyMembers,
    ...aclMembers,
    ...headerMembers,
    ...encryptionMembers,
  ],
  permissions: (store, call) => {
    const { input } = call;
    const copiesTags = input.TaggingDirective !== "REPLACE";
    const reading = toCopyFrom(store, call, copiesTags);
    const tags = copiesTags ? [] : readTaggingHeader(input.Tagging);
    const context = {
      "s3:x-amz-copy-source": copySourceKey(input),
      "s3:x-amz-metadata-directive": input.MetadataDirective,
    };
    const bucket = findBucket(store, call);
    const writing = toWrite(store, bucket, keyOf(input), call, tags, context);
    const [put] = writing;
    // Tags that come along need the same permission as tags that are sent.
    const tagging = put !== undefined && reading.length > 1 ? [{ ...put, action: "s3:PutObjectTagging" }] : [];
    return [...reading, ...writing, ...tagging];
  },
  run: async (store, request) => {
    const { input } = request;
    const bucket = findBucket(store, request);
    const key = keyOf(input);
    const source = foundSource(store, request);
    refuseIdleCopy(bucket, request, source.bucket, source.object);
    if (source.object.size > maxBytes) {
      throw errors.invalidRequest(
        `The specified copy source is larger than the maximum allowable size for a copy source: ${maxBytes}`,
      );
    }
    checkWritePreconditions(bucket, key, input);
    const { owner, acl } = ownershipFor(store, bucket, key, request);
    const kept = keptHeaders(input, source.object);
    const tags = input.TaggingDirective === "REPLACE" ? readTaggingHeader(input.Tagging) : source.object.tags;
    const content = await unseal(store, { bucket: source.bucket, by: request }, source.object);
    const { md5, checksum } = await copiedDigests(content, source.object, readAlgorithm(input.ChecksumAlgorithm));
    const { encryption, dataKey } = await startEncryption(
      store,
      { bucket, key, by: request },
      encryptionWanted(bucket, input),
      input,
    );
    const sealed = await seal(store, await store.payloads.copy(content), md5, dataKey);
    const object: StoredObject = {
      kind: "object",
      key,
      versionId: versionIdFor(store, bucket),
      lastModifiedMs: wholeSecond(request.now),
      size: source.object.size,
      payload: sealed.payload,
      eTag: sealed.eTag,
      owner,
      acl,
      ...kept,
      tags,
      storageClass: readStorageClass(input.StorageClass),
      encryption: withSegments(encryption, [sealed.segment]),
      checksum,
      parts: undefined,
    };
    await putObjectIf(bucket, object, input);
    return {
      CopyObjectResult: {
        ETag: quoted(object.eTag),
        LastModified: new Date(object.lastModifiedMs),
        ...checksumAnswer(checksum),
      },
      ...encryptionAnswer(encryption),
      CopySourceVersionId: shownVersionId(source.bucket, source.object),
      VersionId: writtenVersionId(object),
    };
  },
});

function keptHeaders(input: CopyObjectCommandInput, source: StoredObject): Pick<StoredObject, "headers" | "metadata"> {
  switch (input.MetadataDirective) {
    case "REPLACE":
      return { headers: readHeaders(input), metadata: readMetadata(input.Metadata) };
    case undefined:
    case "COPY": {
      // The redirect belongs to the key, not to what is copied.
      const { WebsiteRedirectLocation: _, ...headers } = source.headers;
      const { WebsiteRedirectLocation } = input;
      return {
        headers: { ...headers, ...(WebsiteRedirectLocation !== undefined && { WebsiteRedirectLocation }) },
        metadata: source.metadata,
      };
    }
    default:
      throw errors.invalidArgument("Unknown metadata directive.", "x-amz-metadata-directive", input.MetadataDirective);
  }
}

/** The plain MD5 even of a source that was uploaded in parts; the source's kind of checksum unless another is asked for. */
async function copiedDigests(
  content: Payload,
  source: StoredObject,
  asked: ChecksumAlgorithm | undefined,
): Promise<{ readonly md5: string; readonly checksum: Checksum }> {
  const algorithm = asked ?? source.checksum?.algorithm ?? defaultChecksum;
  const digests = await digestsOf<ChecksumAlgorithm | "MD5">(content, ["MD5", algorithm]);
  return {
    md5: digests.MD5.toString("hex"),
    checksum: { algorithm, value: digests[algorithm].toString("base64"), type: "FULL_OBJECT" },
  };
}

function readAlgorithm(sent: string | undefined): ChecksumAlgorithm | undefined {
  if (sent === undefined) return undefined;
  const known = checksumAlgorithms.find((each) => each === sent);
  if (known === undefined) throw notImplemented(`The checksum algorithm \`${sent}\``);
  return known;
}

/** Copying an object onto itself must change something. */
function refuseIdleCopy(
  bucket: Bucket,
  { input }: Authorized<CopyObjectCommandInput>,
  sourceBucket: Bucket,
  source: StoredObject,
): void {
  const changes =
    bucket !== sourceBucket ||
    input.Key !== source.key ||
    source !== sourceBucket.objects.current(source.key) ||
    input.MetadataDirective === "REPLACE" ||
    input.TaggingDirective === "REPLACE" ||
    input.ServerSideEncryption !== undefined ||
    input.ChecksumAlgorithm !== undefined ||
    input.WebsiteRedirectLocation !== undefined ||
    (input.StorageClass !== undefined && input.StorageClass !== source.storageClass);
  if (changes) return;
  throw errors.invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}
