import { GetObjectAcl$, type GetObjectAclCommandInput, type GetObjectAclCommandOutput } from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { privateAcl } from "../acl.ts";
import { aclAnswer } from "../acl-answer.ts";
import { publicAccessBlockOf } from "../authorization.ts";
import { findBucket } from "../lookup.ts";
import { aclInForce } from "../public-access-block.ts";
import { foundObject, toUse } from "../read.ts";
import type { S3Store } from "../store.ts";

type Output = Omit<GetObjectAclCommandOutput, "$metadata">;

/** Under BucketOwnerEnforced always the bucket owner's full control. Source: S3 API Reference, GetObjectAcl. */
export const getObjectAcl = action<S3Store, GetObjectAclCommandInput, Output>({
  schema: GetObjectAcl$,
  emulates: ["Bucket", "Key", "VersionId", "ExpectedBucketOwner"],
  permissions: (store, call) => [
    toUse(store, findBucket(store, call), call, { current: "s3:GetObjectAcl", version: "s3:GetObjectVersionAcl" }),
  ],
  run: (store, request) => {
    const bucket = findBucket(store, request);
    const object = foundObject(store, bucket, request, "GET");
    if (bucket.isEnforced) return aclAnswer(privateAcl(bucket.owner.canonicalUserId));
    return aclAnswer(aclInForce(object.acl, publicAccessBlockOf(store, bucket)));
  },
});
