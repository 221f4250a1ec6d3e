import {
  GetObjectAttributes$,
  type GetObjectAttributesCommandInput,
  type GetObjectAttributesCommandOutput,
  type ObjectAttributes,
} from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { checksumAnswer } from "../checksum-answer.ts";
import * as errors from "../errors.ts";
import { readMaxKeys } from "../list-page.ts";
import { findBucket } from "../lookup.ts";
import type { StoredObject } from "../object.ts";
import { foundObject, readingObject, toUse } from "../read.ts";
import type { S3Store } from "../store.ts";
import { shownVersionId } from "../write.ts";

type Output = Omit<GetObjectAttributesCommandOutput, "$metadata">;

const attributes: readonly ObjectAttributes[] = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"];

/** Source: S3 API Reference, GetObjectAttributes: needs s3:GetObject and s3:GetObjectAttributes. */
export const getObjectAttributes = action<S3Store, GetObjectAttributesCommandInput, Output>({
  schema: GetObjectAttributes$,
  emulates: ["Bucket", "Key", "VersionId", "ObjectAttributes", "MaxParts", "PartNumberMarker", "ExpectedBucketOwner"],
  permissions: (store, call) => {
    const bucket = findBucket(store, call);
    const own = { current: "s3:GetObjectAttributes", version: "s3:GetObjectVersionAttributes" };
    return [toUse(store, bucket, call, readingObject), toUse(store, bucket, call, own)];
  },
  run: async (store, request) => {
    const { input } = request;
    const bucket = findBucket(store, request);
    const object = foundObject(store, bucket, request, "GET");
    const asked = input.ObjectAttributes ?? [];
    if (asked.length === 0 || asked.some((each) => !attributes.includes(each))) {
      throw errors.invalidArgument("Invalid attribute name specified.", "x-amz-object-attributes", asked.join(","));
    }
    const has = (attribute: ObjectAttributes) => asked.includes(attribute);
    return {
      LastModified: new Date(object.lastModifiedMs),
      VersionId: shownVersionId(bucket, object),
      ...(has("ETag") && { ETag: object.eTag }),
      ...(has("Checksum") && {
        Checksum: checksumAnswer(object.checksum),
      }),
      ...(has("ObjectParts") && object.parts !== undefined && { ObjectParts: partsOf(object.parts, input) }),
      ...(has("StorageClass") && { StorageClass: object.storageClass as "STANDARD" }),
      ...(has("ObjectSize") && { ObjectSize: object.size }),
    };
  },
});

/** Parts are listed one by one only where each has a checksum of its own. */
function partsOf(
  parts: NonNullable<StoredObject["parts"]>,
  input: GetObjectAttributesCommandInput,
): NonNullable<Output["ObjectParts"]> {
  if (parts.some(({ checksum }) => checksum === undefined)) return { TotalPartsCount: parts.length };
  const maxParts = readMaxKeys(input.MaxParts, "max-parts");
  const after = Number(input.PartNumberMarker ?? 0);
  const following = parts.filter(({ partNumber }) => partNumber > after);
  const page = following.slice(0, maxParts);
  return {
    TotalPartsCount: parts.length,
    PartNumberMarker: String(after),
    NextPartNumberMarker: String(page.at(-1)?.partNumber ?? 0),
    MaxParts: maxParts,
    IsTruncated: following.length > page.length,
    ...(page.length > 0 && {
      Parts: page.map((part) => {
        const { ChecksumType: _, ...checksums } = checksumAnswer(part.checksum);
        return { PartNumber: part.partNumber, Size: part.size, ...checksums };
      }),
    }),
  };
}
