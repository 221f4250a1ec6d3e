import { PutPublicAccessBlock$, type PutPublicAccessBlockCommandInput } from "@aws-sdk/client-s3";
import { onBucket } from "../authorization.ts";
import { findBucket } from "../lookup.ts";
import { signedOnly } from "../signed-only.ts";

/** Settings that are left out are off. Source: S3 API Reference, PutPublicAccessBlock. */
export const putPublicAccessBlock = signedOnly<PutPublicAccessBlockCommandInput, object>({
  schema: PutPublicAccessBlock$,
  emulates: ["Bucket", "PublicAccessBlockConfiguration", "ContentMD5", "ChecksumAlgorithm", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:PutBucketPublicAccessBlock")],
  run: (store, request) => {
    const given = request.input.PublicAccessBlockConfiguration;
    findBucket(store, request).change({
      publicAccessBlock: {
        BlockPublicAcls: given?.BlockPublicAcls ?? false,
        IgnorePublicAcls: given?.IgnorePublicAcls ?? false,
        BlockPublicPolicy: given?.BlockPublicPolicy ?? false,
        RestrictPublicBuckets: given?.RestrictPublicBuckets ?? false,
      },
    });
    return {};
  },
});
