import { PutObjectAcl$, type PutObjectAclCommandInput } from "@aws-sdk/client-s3";
import { publicAccessBlockOf } from "../authorization.ts";
import { aclKeys } from "../condition-keys.ts";
import * as errors from "../errors.ts";
import { findBucket } from "../lookup.ts";
import { aclOf, isBucketOwnerFullControl } from "../ownership.ts";
import { blocksAcl } from "../public-access-block.ts";
import { foundObject, toUse } from "../read.ts";
import { aclMembers, readAcl } from "../requested-acl.ts";
import { signedOnly } from "../signed-only.ts";

/**
 * Replaces an object's list; its owner stays. Under BucketOwnerPreferred, `bucket-owner-full-control` on an object that
 * exists does not move it to the bucket's owner: ownership is settled when an object is written.
 * Source: S3 API Reference, PutObjectAcl; S3 User Guide, "Controlling ownership of objects".
 */
export const putObjectAcl = signedOnly<PutObjectAclCommandInput, object>({
  schema: PutObjectAcl$,
  emulates: [
    "Bucket",
    "Key",
    "VersionId",
    "AccessControlPolicy",
    ...aclMembers,
    "GrantWrite",
    "ContentMD5",
    "ChecksumAlgorithm",
    "ExpectedBucketOwner",
  ],
  permissions: (store, call) => [
    toUse(
      store,
      findBucket(store, call),
      call,
      { current: "s3:PutObjectAcl", version: "s3:PutObjectVersionAcl" },
      aclKeys(call.input),
    ),
  ],
  run: (store, request) => {
    const { input } = request;
    const bucket = findBucket(store, request);
    const object = foundObject(store, bucket, request, "PUT");
    const owner = bucket.isEnforced ? bucket.owner : object.owner;
    const requested = readAcl(input, "object", owner.canonicalUserId, store.environment.accounts);
    if (bucket.isEnforced) {
      if (!isBucketOwnerFullControl(requested, owner.canonicalUserId)) throw errors.aclNotSupported();
      return {};
    }
    const acl = aclOf(requested, owner.canonicalUserId, bucket.owner.canonicalUserId);
    if (blocksAcl(acl, publicAccessBlockOf(store, bucket))) {
      throw errors.publicAclBlocked(request.caller.principal, bucket, `${bucket.arn}/${object.key}`, "s3:PutObjectAcl");
    }
    bucket.objects.replace(object, { ...object, acl });
    return {};
  },
});
