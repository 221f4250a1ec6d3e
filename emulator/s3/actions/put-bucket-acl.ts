import { PutBucketAcl$, type PutBucketAclCommandInput } from "@aws-sdk/client-s3";
import { onBucket, publicAccessBlockOf } from "../authorization.ts";
import { aclKeys } from "../condition-keys.ts";
import * as errors from "../errors.ts";
import { findBucket } from "../lookup.ts";
import { aclOf, isBucketOwnerFullControl } from "../ownership.ts";
import { blocksAcl } from "../public-access-block.ts";
import { aclMembers, readAcl } from "../requested-acl.ts";
import { signedOnly } from "../signed-only.ts";

/** Source: S3 API Reference, PutBucketAcl. */
export const putBucketAcl = signedOnly<PutBucketAclCommandInput, object>({
  schema: PutBucketAcl$,
  emulates: [
    "Bucket",
    "AccessControlPolicy",
    ...aclMembers,
    "GrantWrite",
    "ContentMD5",
    "ChecksumAlgorithm",
    "ExpectedBucketOwner",
  ],
  permissions: (store, call) => [
    onBucket(store, findBucket(store, call), call, "s3:PutBucketAcl", aclKeys(call.input)),
  ],
  run: (store, request) => {
    const bucket = findBucket(store, request);
    const owner = bucket.owner.canonicalUserId;
    const requested = readAcl(request.input, "bucket", owner, store.environment.accounts);
    if (bucket.isEnforced) {
      if (!isBucketOwnerFullControl(requested, owner)) throw errors.aclNotSupported();
      return {};
    }
    const acl = aclOf(requested, owner, owner);
    if (blocksAcl(acl, publicAccessBlockOf(store, bucket))) {
      throw errors.publicAclBlocked(request.caller.principal, bucket, bucket.arn, "s3:PutBucketAcl");
    }
    bucket.change({ acl });
    return {};
  },
});
