import { UploadPart$, type UploadPartCommandInput, type UploadPartCommandOutput } from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import type { Payload } from "../../model/payload.ts";
import { checkBody, checksumMembers } from "../checked-body.ts";
import { checksumAnswer } from "../checksum-answer.ts";
import { encryptionAnswer } from "../encryption.ts";
import * as errors from "../errors.ts";
import { findBucket } from "../lookup.ts";
import { checkPartChecksum, findUpload, maxPartBytes, readPartNumber, toUploadPart } from "../multipart.ts";
import { quoted } from "../object.ts";
import type { S3Store } from "../store.ts";
import { storePart } from "../store-part.ts";

type Input = Omit<UploadPartCommandInput, "Body"> & { readonly Body?: Payload };
type Output = Omit<UploadPartCommandOutput, "$metadata">;

/** Source: S3 API Reference, UploadPart. */
export const uploadPart = action<S3Store, Input, Output>({
  schema: UploadPart$,
  emulates: [
    "Bucket",
    "Key",
    "PartNumber",
    "UploadId",
    "Body",
    "ContentLength",
    "ExpectedBucketOwner",
    ...checksumMembers,
  ],
  permissions: (store, call) => toUploadPart(store, call),
  run: async (store, request) => {
    const { input, now } = request;
    const bucket = findBucket(store, request);
    const partNumber = readPartNumber(input.PartNumber);
    const upload = findUpload(bucket, input);
    const body = input.Body;
    if (body === undefined) throw new TypeError("the wire layer gives every UploadPart a body");
    if (body.size > maxPartBytes) throw errors.entityTooLarge(body.size, maxPartBytes);
    const { md5, checksum } = await checkBody(body, input, request.transport.trailers);
    checkPartChecksum(upload, checksum?.algorithm);
    const part = await storePart(
      store,
      bucket,
      upload,
      { bucket, by: request },
      { partNumber, body, md5, checksum, now },
    );
    const { ChecksumType: _, ...checksums } = checksumAnswer(checksum);
    return { ETag: quoted(part.eTag), ...encryptionAnswer(upload.encryption), ...checksums };
  },
});
