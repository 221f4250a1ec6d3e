import { HeadObject$, type HeadObjectCommandInput, type HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { findBucket } from "../lookup.ts";
import { readMembers, readObject } from "../object-answer.ts";
import { foundObject, readingObject, toUse } from "../read.ts";
import type { S3Store } from "../store.ts";

type Output = Omit<HeadObjectCommandOutput, "$metadata">;

/** Source: S3 API Reference, HeadObject: needs s3:GetObject. */
export const headObject = action<S3Store, HeadObjectCommandInput, Output>({
  schema: HeadObject$,
  emulates: ["Bucket", "Key", ...readMembers],
  permissions: (store, call) => [toUse(store, findBucket(store, call), call, readingObject)],
  run: async (store, request) => {
    const bucket = findBucket(store, request);
    const object = foundObject(store, bucket, request, "HEAD");
    const { output } = await readObject(store, bucket, object, request);
    return output;
  },
});
