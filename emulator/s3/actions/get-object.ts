import { GetObject$, type GetObjectCommandInput, type GetObjectCommandOutput } from "@aws-sdk/client-s3";
import { action, type Body } from "../../model/action.ts";
import { findBucket } from "../lookup.ts";
import { readMembers, readObject } from "../object-answer.ts";
import { foundObject, readingObject, toUse } from "../read.ts";
import type { S3Store } from "../store.ts";

type Output = Omit<GetObjectCommandOutput, "$metadata" | "Body"> & { readonly Body: Body };

/** Source: S3 API Reference, GetObject. */
export const getObject = action<S3Store, GetObjectCommandInput, Output>({
  schema: GetObject$,
  emulates: ["Bucket", "Key", ...readMembers],
  permissions: (store, call) => [toUse(store, findBucket(store, call), call, readingObject)],
  run: async (store, request) => {
    const bucket = findBucket(store, request);
    const object = foundObject(store, bucket, request, "GET");
    const { open, range, output } = await readObject(store, bucket, object, request);
    return { ...output, Body: { payload: await open(), ...range } };
  },
});
