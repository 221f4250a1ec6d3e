import { ListObjects$, type ListObjectsCommandInput, type ListObjectsCommandOutput } from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { onBucket } from "../authorization.ts";
import { listingKeys } from "../condition-keys.ts";
import { listPage } from "../list-page.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";

type Output = Omit<ListObjectsCommandOutput, "$metadata">;

/** Source: S3 API Reference, ListObjects. */
export const listObjects = action<S3Store, ListObjectsCommandInput, Output>({
  schema: ListObjects$,
  emulates: ["Bucket", "Prefix", "Delimiter", "MaxKeys", "EncodingType", "Marker", "ExpectedBucketOwner"],
  permissions: (store, call) => [
    onBucket(store, findBucket(store, call), call, "s3:ListBucket", listingKeys(call.input)),
  ],
  run: (store, request) => {
    const { input } = request;
    const bucket = findBucket(store, request);
    const page = listPage(bucket, input, input.Marker ?? "", true);
    return {
      Name: bucket.name,
      Prefix: page.encode(input.Prefix ?? ""),
      Marker: page.encode(input.Marker ?? ""),
      ...(input.Delimiter && { Delimiter: page.encode(input.Delimiter) }),
      MaxKeys: page.maxKeys,
      ...(input.EncodingType !== undefined && { EncodingType: input.EncodingType }),
      IsTruncated: page.next !== undefined,
      // Without a delimiter the last key serves as the marker (API reference).
      ...(page.next !== undefined && input.Delimiter !== undefined && { NextMarker: page.encode(page.next) }),
      Contents: [...page.contents],
      CommonPrefixes: [...page.commonPrefixes],
    };
  },
});
