import { PutObject$, type PutObjectCommandInput, type PutObjectCommandOutput } from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import type { Payload } from "../../model/payload.ts";
import { checkBody, checksumMembers, defaultChecksum } from "../checked-body.ts";
import { checksumAnswer } from "../checksum-answer.ts";
import { encryptionAnswer, encryptionMembers, encryptionWanted, startEncryption } from "../encryption.ts";
import * as errors from "../errors.ts";
import { findBucket, keyOf } from "../lookup.ts";
import { quoted, type StoredObject } from "../object.ts";
import { headerMembers, readHeaders, readMetadata, readStorageClass } from "../object-headers.ts";
import { aclMembers } from "../requested-acl.ts";
import { seal, withSegments } from "../sealed-body.ts";
import type { S3Store } from "../store.ts";
import { readTaggingHeader } from "../tags.ts";
import {
  checkWritePreconditions,
  ownershipFor,
  putObjectIf,
  toWrite,
  versionIdFor,
  wholeSecond,
  writtenVersionId,
} from "../write.ts";

type Input = Omit<PutObjectCommandInput, "Body"> & { readonly Body?: Payload };
type Output = Omit<PutObjectCommandOutput, "$metadata">;

/** A single PutObject takes 5 GB (S3 User Guide, "Uploading objects"). */
const maxBytes = 5 * 1024 ** 3;

/** Source: S3 API Reference, PutObject. */
export const putObject = action<S3Store, Input, Output>({
  schema: PutObject$,
  emulates: [
    "Bucket",
    "Key",
    "Body",
    "ContentLength",
    "IfMatch",
    "IfNoneMatch",
    "Tagging",
    "ExpectedBucketOwner",
    ...aclMembers,
    ...headerMembers,
    ...checksumMembers,
    ...encryptionMembers,
  ],
  permissions: (store, call) =>
    toWrite(store, findBucket(store, call), keyOf(call.input), call, readTaggingHeader(call.input.Tagging)),
  run: async (store, request) => {
    const { input } = request;
    const bucket = findBucket(store, request);
    const key = keyOf(input);
    const body = input.Body;
    if (body === undefined) throw new TypeError("the wire layer gives every PutObject a body");
    if (body.size > maxBytes) throw errors.entityTooLarge(body.size, maxBytes);
    const { owner, acl } = ownershipFor(store, bucket, key, request);
    const headers = readHeaders(input);
    const metadata = readMetadata(input.Metadata);
    const storageClass = readStorageClass(input.StorageClass);
    checkWritePreconditions(bucket, key, input);
    const { md5, checksum } = await checkBody(body, input, request.transport.trailers, defaultChecksum);
    const use = { bucket, key, by: request };
    const { encryption, dataKey } = await startEncryption(store, use, encryptionWanted(bucket, input), input);
    const { payload, eTag, segment } = await seal(store, body, md5, dataKey);
    const object: StoredObject = {
      kind: "object",
      key,
      versionId: versionIdFor(store, bucket),
      lastModifiedMs: wholeSecond(request.now),
      size: body.size,
      payload,
      eTag,
      owner,
      acl,
      headers,
      metadata,
      tags: readTaggingHeader(input.Tagging),
      storageClass,
      encryption: withSegments(encryption, [segment]),
      checksum,
      parts: undefined,
    };
    await putObjectIf(bucket, object, input);
    return {
      ETag: quoted(eTag),
      ...encryptionAnswer(encryption),
      ...checksumAnswer(checksum),
      VersionId: writtenVersionId(object),
    };
  },
});
