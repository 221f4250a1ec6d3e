import { PutBucketEncryption$, type PutBucketEncryptionCommandInput } from "@aws-sdk/client-s3";
import { refuseMembers } from "../../model/refuse-members.ts";
import { notImplemented } from "../../model/service-error.ts";
import { onBucket } from "../authorization.ts";
import * as errors from "../errors.ts";
import { findBucket } from "../lookup.ts";
import type { ServerSideEncryption } from "../object.ts";
import { signedOnly } from "../signed-only.ts";

/** The key is not looked up: a wrong one shows when an object is written. Source: S3 API Reference. */
export const putBucketEncryption = signedOnly<PutBucketEncryptionCommandInput, object>({
  schema: PutBucketEncryption$,
  emulates: ["Bucket", "ServerSideEncryptionConfiguration", "ContentMD5", "ChecksumAlgorithm", "ExpectedBucketOwner"],
  permissions: (store, call) => [onBucket(store, findBucket(store, call), call, "s3:PutEncryptionConfiguration")],
  run: (store, request) => {
    const encryption = readRules(request.input);
    const bucket = findBucket(store, request);
    const blockedEncryption = readBlocked(request.input) ?? bucket.settings.blockedEncryption;
    bucket.change({ encryption, blockedEncryption });
    return {};
  },
});

function readRules({ ServerSideEncryptionConfiguration: sent }: PutBucketEncryptionCommandInput): ServerSideEncryption {
  const [rule, ...more] = sent?.Rules ?? [];
  if (rule === undefined || more.length > 0) throw errors.malformedXml();
  refuseMembers(
    rule,
    ["ApplyServerSideEncryptionByDefault", "BlockedEncryptionTypes", "BucketKeyEnabled"],
    "s3:PutBucketEncryption",
    "ServerSideEncryptionConfiguration.Rules",
  );
  const { SSEAlgorithm: algorithm, KMSMasterKeyID: kmsKeyId } = rule.ApplyServerSideEncryptionByDefault ?? {};
  const bucketKeyEnabled = rule.BucketKeyEnabled ?? false;
  switch (algorithm) {
    case "AES256":
      if (kmsKeyId !== undefined) {
        throw errors.invalidArgument(
          "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
          "ApplyServerSideEncryptionByDefault",
          undefined,
        );
      }
      return { algorithm, bucketKeyEnabled };
    case "aws:kms":
      return { algorithm, bucketKeyEnabled, ...(kmsKeyId !== undefined && { kmsKeyId }) };
    case "aws:kms:dsse":
    case "aws:fsx":
      throw notImplemented(`Default encryption \`${algorithm}\``);
    default:
      throw errors.malformedXml();
  }
}

/** What new objects may not be encrypted with; undefined where the request does not say. */
function readBlocked({ ServerSideEncryptionConfiguration: sent }: PutBucketEncryptionCommandInput) {
  const blocked = sent?.Rules?.[0]?.BlockedEncryptionTypes;
  if (blocked === undefined) return undefined;
  const [type, ...more] = blocked.EncryptionType ?? [];
  if ((type !== "SSE-C" && type !== "NONE") || more.length > 0) throw errors.malformedXml();
  return type;
}
