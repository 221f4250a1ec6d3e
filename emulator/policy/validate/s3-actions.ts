/**
 * The S3 actions that a bucket policy may name, by the resource that they apply to, and the condition keys that only
 * some of them carry. Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3"
 * (2026-08).
 */

const names = (text: string): readonly string[] => text.trim().split(/\s+/);

const bucketActions = names(`
  AllowVendedLogDeliveryForResource CreateBucket CreateBucketMetadataTableConfiguration DeleteBucket
  DeleteBucketMetadataTableConfiguration DeleteBucketPolicy DeleteBucketWebsite GetAccelerateConfiguration
  GetAnalyticsConfiguration GetBucketAbac GetBucketAcl GetBucketCORS GetBucketLocation GetBucketLogging
  GetBucketMetadataTableConfiguration GetBucketNotification GetBucketObjectLockConfiguration
  GetBucketOwnershipControls GetBucketPolicy GetBucketPolicyStatus GetBucketPublicAccessBlock
  GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite GetEncryptionConfiguration
  GetIntelligentTieringConfiguration GetInventoryConfiguration GetLifecycleConfiguration GetMetricsConfiguration
  GetReplicationConfiguration ListBucket ListBucketMultipartUploads ListBucketVersions ListTagsForResource
  PauseReplication PutAccelerateConfiguration PutAnalyticsConfiguration PutBucketAbac PutBucketAcl PutBucketCORS
  PutBucketLogging PutBucketNotification PutBucketObjectLockConfiguration PutBucketOwnershipControls PutBucketPolicy
  PutBucketPublicAccessBlock PutBucketRequestPayment PutBucketTagging PutBucketVersioning PutBucketWebsite
  PutEncryptionConfiguration PutIntelligentTieringConfiguration PutInventoryConfiguration PutLifecycleConfiguration
  PutMetricsConfiguration PutReplicationConfiguration TagResource UntagResource
  UpdateBucketMetadataAnnotationTableConfiguration UpdateBucketMetadataInventoryTableConfiguration
  UpdateBucketMetadataJournalTableConfiguration`);

const objectActions = names(`
  AbortMultipartUpload BypassGovernanceRetention DeleteObject DeleteObjectAnnotation DeleteObjectTagging
  DeleteObjectVersion DeleteObjectVersionAnnotation DeleteObjectVersionTagging GetObject GetObjectAcl
  GetObjectAnnotation GetObjectAttributes GetObjectLegalHold GetObjectRetention GetObjectTagging GetObjectTorrent
  GetObjectVersion GetObjectVersionAcl GetObjectVersionAnnotation GetObjectVersionAnnotationForReplication
  GetObjectVersionAttributes GetObjectVersionForReplication GetObjectVersionTagging GetObjectVersionTorrent
  InitiateReplication ListMultipartUploadParts ListObjectAnnotations ListObjectVersionAnnotations
  ObjectOwnerOverrideToBucketOwner PutObject PutObjectAcl PutObjectAnnotation PutObjectLegalHold PutObjectRetention
  PutObjectTagging PutObjectVersionAcl PutObjectVersionAnnotation PutObjectVersionTagging ReplicateDelete
  ReplicateObject ReplicateObjectAnnotation ReplicateTags RestoreObject UpdateObjectEncryption`);

export interface S3Action {
  /** As AWS writes it, without `s3:`. */
  readonly name: string;
  readonly appliesTo: "bucket" | "object";
}

export const s3Actions: readonly S3Action[] = [
  ...bucketActions.map((name) => ({ name, appliesTo: "bucket" as const })),
  ...objectActions.map((name) => ({ name, appliesTo: "object" as const })),
];

const listing = ["ListBucket", "ListBucketVersions"];
const aclWriting = [
  "BypassGovernanceRetention",
  "CreateBucket",
  "PutBucketAcl",
  "PutObject",
  "PutObjectAcl",
  "PutObjectVersionAcl",
];
const writing = ["BypassGovernanceRetention", "PutObject"];
const encrypting = [...writing, "ReplicateObject", "UpdateObjectEncryption"];
const versioned = objectActions.filter((name) => /Version/.test(name) && !/ForReplication$/.test(name));
const tagging = [...writing, "PutObjectTagging", "PutObjectVersionTagging"];

/** Keys that only these actions carry, in lower case. S3 keys not listed here go with every action. */
export const actionsOfKey: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    "s3:prefix": listing,
    "s3:delimiter": listing,
    "s3:max-keys": listing,
    "s3:versionid": versioned,
    "s3:locationconstraint": ["CreateBucket"],
    "s3:x-amz-object-ownership": ["CreateBucket"],
    "s3:x-amz-bucket-namespace": ["CreateBucket"],
    "s3:x-amz-acl": aclWriting,
    "s3:x-amz-grant-full-control": aclWriting,
    "s3:x-amz-grant-read": aclWriting,
    "s3:x-amz-grant-read-acp": aclWriting,
    "s3:x-amz-grant-write": aclWriting,
    "s3:x-amz-grant-write-acp": aclWriting,
    "s3:x-amz-copy-source": writing,
    "s3:x-amz-metadata-directive": writing,
    "s3:x-amz-website-redirect-location": writing,
    "s3:x-amz-storage-class": [...writing, "PutObjectAcl", "PutObjectVersionAcl"],
    "s3:x-amz-server-side-encryption": encrypting,
    "s3:x-amz-server-side-encryption-aws-kms-key-id": encrypting,
    "s3:x-amz-server-side-encryption-customer-algorithm": [...writing, "ReplicateObject"],
    "s3:if-match": ["DeleteObject", "PutObject"],
    "s3:if-none-match": ["PutObject"],
    "s3:requestobjecttagkeys": tagging,
    "s3:object-lock-legal-hold": ["PutObject", "PutObjectLegalHold"],
    "s3:object-lock-mode": ["PutObject", "PutObjectRetention"],
    "s3:object-lock-remaining-retention-days": ["PutObject", "PutObjectRetention"],
    "s3:object-lock-retain-until-date": ["PutObject", "PutObjectRetention"],
  }),
);
