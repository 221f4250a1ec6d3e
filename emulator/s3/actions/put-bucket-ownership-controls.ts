import { PutBucketOwnershipControls$, type PutBucketOwnershipControlsCommandInput } from "@aws-sdk/client-s3";
import { grantsOnly } from "../acl.ts";
import { onBucket } from "../authorization.ts";
import * as errors from "../errors.ts";
import { findBucket } from "../lookup.ts";
import { objectOwnerships } from "../ownership.ts";
import { signedOnly } from "../signed-only.ts";

/** Source: S3 API Reference, PutBucketOwnershipControls; S3 User Guide, "Object Ownership error responses". */
export const putBucketOwnershipControls = signedOnly<PutBucketOwnershipControlsCommandInput, object>({
  schema: PutBucketOwnershipControls$,
  emulates: ["Bucket", "OwnershipControls", "ContentMD5", "ChecksumAlgorithm", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:PutBucketOwnershipControls")],
  run: (store, request) => {
    const bucket = findBucket(store, request);
    const rules = request.input.OwnershipControls?.Rules ?? [];
    const ownership = objectOwnerships.find((each) => each === rules[0]?.ObjectOwnership);
    if (rules.length !== 1 || ownership === undefined) throw errors.malformedXml();
    if (ownership === "BucketOwnerEnforced" && !grantsOnly(bucket.settings.acl, bucket.owner.canonicalUserId)) {
      throw errors.bucketAclWithEnforced();
    }
    bucket.change({ ownership });
    return {};
  },
});
