/** What AWS lets some callers never do, whatever policies and lists say. */
import type { Principal } from "../../emulator/policy/index.ts";

/** S3 answers other accounts with 405. Source: S3 API Reference, PutBucketPolicy, GetBucketPolicy, DeleteBucketPolicy. */
const ofBucketOwner = ["GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy"];

/** Source: Kinesis API Reference, PutResourcePolicy; that of the other is ours. */
const ofStreamOwner = ["PutResourcePolicy", "DeleteResourcePolicy"];

/**
 * The actions on keys that work across accounts, ReEncrypt by its two permissions. Source: KMS API Reference, "Cross-account
 * use" of each operation.
 */
const keyActionsAcrossAccounts = [
  ...[
    "CreateGrant",
    "Decrypt",
    "DeriveSharedSecret",
    "DescribeKey",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyPair",
  ],
  ...["GenerateDataKeyPairWithoutPlaintext", "GenerateDataKeyWithoutPlaintext", "GenerateMac", "GetKeyRotationStatus"],
  ...["GetPublicKey", "ListGrants", "ReEncryptFrom", "ReEncryptTo", "RetireGrant", "RevokeGrant", "Sign", "Verify"],
  "VerifyMac",
];

/**
 * Services whose calls act on the caller's own account: their requests name a role or a delivery stream by its name. Sources: IAM
 * API Reference, UpdateAssumeRolePolicy; Firehose API Reference, UpdateDestination.
 */
const ofOwnAccount = new Set(["iam", "firehose"]);

/**
 * What of S3 needs no signature where a policy lets everybody in. That settings of a bucket need one is ours. Sources: S3 User
 * Guide, "Making requests"; `emulator/s3/signed-only.ts`.
 */
const mayBeUnsigned = /^s3:(?:Get|List|Delete|Abort|Restore|Put(?:Object|Object(?:Version)?Tagging)$)/;
const needsSignature = /^s3:(?:DeleteBucket|GetBucketOwnershipControls)/;

export function isOfBucketPolicy(action: string): boolean {
  return ofBucketOwner.some((name) => action === `s3:${name}`);
}

/** Why nobody like the caller can do it; undefined: policies decide. A clause. */
export function boundOn(principal: Principal, action: string, ownerAccountId: string): string | undefined {
  if (principal.kind === "anonymous" && (!mayBeUnsigned.test(action) || needsSignature.test(action))) {
    return "AWS takes it from nobody who does not sign";
  }
  if (/^sts:AssumeRole/.test(action)) {
    // What an identity provider says is taken by operations of its own.
    const isFederated = principal.kind === "federated";
    if (/^sts:AssumeRoleWith/.test(action) === isFederated) return undefined;
    return isFederated
      ? "an identity provider's users take roles by other operations"
      : "AWS takes it from an identity provider's users alone";
  }
  if ("accountId" in principal && principal.accountId === ownerAccountId) return undefined;
  const [service = "", name = ""] = action.split(":");
  const isOwners =
    ofOwnAccount.has(service) ||
    (service === "s3" && ofBucketOwner.includes(name)) ||
    (service === "kinesis" && ofStreamOwner.includes(name)) ||
    (service === "kms" && !keyActionsAcrossAccounts.includes(name));
  return isOwners ? "AWS takes it from the owner's account alone" : undefined;
}
