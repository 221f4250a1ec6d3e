import {
  PutObjectTagging$,
  type PutObjectTaggingCommandInput,
  type PutObjectTaggingCommandOutput,
} from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { tagKeys } from "../condition-keys.ts";
import { findBucket } from "../lookup.ts";
import { foundObject, toUse } from "../read.ts";
import type { S3Store } from "../store.ts";
import { checkedTags } from "../tags.ts";
import { shownVersionId } from "../write.ts";

type Output = Omit<PutObjectTaggingCommandOutput, "$metadata">;

/** Replaces all tags. Source: S3 API Reference, PutObjectTagging. */
export const putObjectTagging = action<S3Store, PutObjectTaggingCommandInput, Output>({
  schema: PutObjectTagging$,
  emulates: ["Bucket", "Key", "VersionId", "Tagging", "ContentMD5", "ChecksumAlgorithm", "ExpectedBucketOwner"],
  permissions: (store, call) => {
    const bucket = findBucket(store, call);
    const sent = (call.input.Tagging?.TagSet ?? []).map(({ Key = "", Value = "" }) => ({ Key, Value }));
    const names = { current: "s3:PutObjectTagging", version: "s3:PutObjectVersionTagging" };
    return [toUse(store, bucket, call, names, tagKeys(sent))];
  },
  run: (store, request) => {
    const bucket = findBucket(store, request);
    const object = foundObject(store, bucket, request, "PUT");
    const tags = checkedTags(request.input.Tagging?.TagSet ?? [], "object");
    bucket.objects.replace(object, { ...object, tags });
    return { VersionId: shownVersionId(bucket, object) };
  },
});
