import { PutBucketTagging$, type PutBucketTaggingCommandInput } from "@aws-sdk/client-s3";
import { onBucket } from "../authorization.ts";
import { findBucket } from "../lookup.ts";
import { signedOnly } from "../signed-only.ts";
import { checkedTags } from "../tags.ts";

/**
 * Replaces all tags. They carry no permissions: `s3:BucketTag` conditions need ABAC, which a bucket has off.
 * Source: S3 API Reference, PutBucketTagging.
 */
export const putBucketTagging = signedOnly<PutBucketTaggingCommandInput, object>({
  schema: PutBucketTagging$,
  emulates: ["Bucket", "Tagging", "ContentMD5", "ChecksumAlgorithm", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:PutBucketTagging")],
  run: (store, request) => {
    findBucket(store, request).change({ tags: checkedTags(request.input.Tagging?.TagSet ?? [], "bucket") });
    return {};
  },
});
