import { ListObjectsV2$, type ListObjectsV2CommandInput, type ListObjectsV2CommandOutput } from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { onBucket } from "../authorization.ts";
import { listingKeys } from "../condition-keys.ts";
import * as errors from "../errors.ts";
import { listPage } from "../list-page.ts";
import { findBucket } from "../lookup.ts";
import type { S3Store } from "../store.ts";

type Output = Omit<ListObjectsV2CommandOutput, "$metadata">;

/** Source: S3 API Reference, ListObjectsV2: needs s3:ListBucket. */
export const listObjectsV2 = action<S3Store, ListObjectsV2CommandInput, Output>({
  schema: ListObjectsV2$,
  emulates: [
    "Bucket",
    "Prefix",
    "Delimiter",
    "MaxKeys",
    "EncodingType",
    "ContinuationToken",
    "StartAfter",
    "FetchOwner",
    "ExpectedBucketOwner",
  ],
  permissions: (store, call) => [
    onBucket(store, findBucket(store, call), call, "s3:ListBucket", listingKeys(call.input)),
  ],
  run: (store, request) => {
    const { input } = request;
    const bucket = findBucket(store, request);
    const { ContinuationToken: token, StartAfter: startAfter = "" } = input;
    const page = listPage(
      bucket,
      input,
      token === undefined ? startAfter : readToken(token),
      input.FetchOwner === true,
    );
    return {
      Name: bucket.name,
      Prefix: page.encode(input.Prefix ?? ""),
      ...(input.Delimiter && { Delimiter: page.encode(input.Delimiter) }),
      MaxKeys: page.maxKeys,
      ...(input.EncodingType !== undefined && { EncodingType: input.EncodingType }),
      KeyCount: page.contents.length + page.commonPrefixes.length,
      IsTruncated: page.next !== undefined,
      ...(token !== undefined && { ContinuationToken: token }),
      ...(page.next !== undefined && { NextContinuationToken: writeToken(page.next) }),
      ...(input.StartAfter !== undefined && token === undefined && { StartAfter: page.encode(startAfter) }),
      Contents: [...page.contents],
      CommonPrefixes: [...page.commonPrefixes],
    };
  },
});

/** Opaque to clients; the version in front tells ours from anybody else's text. */
const tokenVersion = "1:";

function writeToken(after: string): string {
  return Buffer.from(tokenVersion + after).toString("base64");
}

function readToken(token: string): string {
  const text = Buffer.from(token, "base64").toString();
  if (!text.startsWith(tokenVersion) || writeToken(text.slice(tokenVersion.length)) !== token) {
    throw errors.invalidArgument("The continuation token provided is incorrect", "continuation-token", undefined);
  }
  return text.slice(tokenVersion.length);
}
