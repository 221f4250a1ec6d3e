import { type AccessLevel, actionTable, type ResourceKind } from "./action-table.ts";

/** Something that somebody can do with what is delivered or with what it passes. */
export type Ability = (typeof rows)[number]["name"];

/** An ability with all that is known of it. */
export type AbilityRow = Described & {
  readonly name: Ability;
  /** The one that people mean; undefined: none more than the others. */
  readonly main?: string;
  /** Any of them is enough. */
  readonly actions: readonly string[];
};

interface Described {
  /** After a person: `reads the object`. */
  readonly title: string;
  /** After "can": `read the object`. */
  readonly can: string;
  readonly of: ResourceKind;
  /** Nothing of the data, and nothing that decides about it, changes hands by it. */
  readonly isMinor?: boolean;
}

type Row = Described & {
  readonly name: string;
  /** Named ones, or all of a level that no other row of the resource names. */
  readonly actions: readonly string[] | AccessLevel;
  /** Beside those of the level. */
  readonly also?: readonly string[];
};

const rows = [
  {
    name: "act as the role",
    title: "acts as the role that delivers",
    can: "act as the role that delivers",
    of: "role",
    actions: ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"],
  },
  {
    name: "pass the role",
    title: "passes the role that delivers to a service",
    can: "pass the role that delivers to a service",
    of: "role",
    actions: ["iam:PassRole"],
  },
  {
    name: "read",
    title: "reads the object",
    can: "read the object",
    of: "object",
    actions: [
      ...["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTorrent", "s3:GetObjectVersionTorrent"],
      "s3:GetObjectVersionForReplication",
    ],
  },
  {
    name: "list",
    title: "lists the objects",
    can: "list the objects",
    of: "bucket",
    actions: ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"],
  },
  {
    name: "write",
    title: "writes objects",
    can: "write objects",
    of: "object",
    actions: ["s3:PutObject", "s3:ReplicateObject"],
  },
  {
    name: "delete",
    title: "deletes the object",
    can: "delete the object",
    of: "object",
    actions: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ReplicateDelete"],
  },
  {
    name: "re-permission object",
    title: "changes the object's ACL",
    can: "change the object's ACL",
    of: "object",
    actions: ["s3:PutObjectAcl", "s3:PutObjectVersionAcl"],
  },
  {
    name: "lock",
    title: "locks the object or lifts its lock",
    can: "lock the object or lift its lock",
    of: "object",
    isMinor: true,
    actions: ["s3:PutObjectRetention", "s3:PutObjectLegalHold", "s3:BypassGovernanceRetention"],
  },
  {
    name: "change the object",
    title: "changes tags, encryption or uploads of the object",
    can: "change tags, encryption or uploads of the object",
    of: "object",
    actions: "write",
    also: ["s3:ObjectOwnerOverrideToBucketOwner"],
  },
  {
    name: "describe the object",
    title: "reads tags, ACL or attributes of the object",
    can: "read tags, ACL or attributes of the object",
    of: "object",
    isMinor: true,
    actions: "read",
  },
  {
    name: "re-permission bucket",
    title: "changes the bucket's policy",
    can: "change the bucket's policy",
    of: "bucket",
    actions: ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"],
  },
  {
    name: "open the bucket",
    title: "changes the bucket's ACL, Object Ownership or Block Public Access",
    can: "change the bucket's ACL, Object Ownership or Block Public Access",
    of: "bucket",
    actions: ["s3:PutBucketAcl", "s3:PutBucketOwnershipControls", "s3:PutBucketPublicAccessBlock"],
  },
  {
    name: "let the bucket lose or copy",
    title: "changes the bucket's lifecycle, replication or versioning",
    can: "change the bucket's lifecycle, replication or versioning",
    of: "bucket",
    actions: ["s3:PutLifecycleConfiguration", "s3:PutReplicationConfiguration", "s3:PutBucketVersioning"],
  },
  {
    name: "change the bucket",
    title: "changes other settings of the bucket, or deletes it",
    can: "change other settings of the bucket, or delete it",
    of: "bucket",
    actions: "write",
  },
  {
    name: "describe the bucket",
    title: "reads settings of the bucket",
    can: "read settings of the bucket",
    of: "bucket",
    isMinor: true,
    actions: "read",
  },
  {
    name: "use the key",
    title: "decrypts or encrypts under the key",
    can: "decrypt or encrypt under the key",
    of: "key",
    actions: [
      ...["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
      ...["kms:GenerateDataKeyPair", "kms:GenerateDataKeyPairWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
    ],
  },
  {
    name: "re-permission key",
    title: "changes the key's policy or grants",
    can: "change the key's policy or grants",
    of: "key",
    actions: "permissions",
  },
  {
    name: "change the key",
    title: "disables, deletes or changes the key",
    can: "disable, delete or change the key",
    of: "key",
    actions: "write",
  },
  {
    name: "describe the key",
    title: "describes the key",
    can: "describe the key",
    of: "key",
    isMinor: true,
    actions: "read",
  },
  {
    name: "re-permission role",
    title: "changes what the role that delivers may do, or whom it trusts",
    can: "change what the role that delivers may do, or whom it trusts",
    of: "role",
    actions: "permissions",
  },
  {
    name: "re-permission policy",
    title: "changes a managed policy of the role that delivers",
    can: "change a managed policy of the role that delivers",
    of: "policy",
    actions: "permissions",
  },
  {
    name: "change the policy",
    title: "deletes or tags a managed policy of the role that delivers",
    can: "delete or tag a managed policy of the role that delivers",
    of: "policy",
    isMinor: true,
    actions: "write",
  },
  {
    name: "describe the policy",
    title: "describes a managed policy of the role that delivers",
    can: "describe a managed policy of the role that delivers",
    of: "policy",
    isMinor: true,
    actions: "read",
  },
  {
    name: "change the role",
    title: "deletes or changes the role that delivers",
    can: "delete or change the role that delivers",
    of: "role",
    actions: "write",
  },
  {
    name: "describe the role",
    title: "describes the role that delivers",
    can: "describe the role that delivers",
    of: "role",
    isMinor: true,
    actions: "read",
  },
  {
    name: "read the data stream",
    title: "reads the data stream's records",
    can: "read the data stream's records",
    of: "data stream",
    actions: ["kinesis:GetRecords", "kinesis:RegisterStreamConsumer"],
  },
  {
    name: "consume the data stream",
    title: "reads the data stream's records by a consumer",
    can: "read the data stream's records by a consumer",
    of: "consumer",
    actions: ["kinesis:SubscribeToShard"],
  },
  {
    name: "change a consumer",
    title: "changes or deletes a consumer of the data stream",
    can: "change or delete a consumer of the data stream",
    of: "consumer",
    isMinor: true,
    actions: "write",
  },
  {
    name: "describe a consumer",
    title: "describes a consumer of the data stream",
    can: "describe a consumer of the data stream",
    of: "consumer",
    isMinor: true,
    actions: "read",
  },
  {
    name: "put into the data stream",
    title: "puts records into the data stream",
    can: "put records into the data stream",
    of: "data stream",
    actions: ["kinesis:PutRecord", "kinesis:PutRecords"],
  },
  {
    name: "change the data stream",
    title: "changes or deletes the data stream",
    can: "change or delete the data stream",
    of: "data stream",
    actions: "write",
  },
  {
    name: "describe the data stream",
    title: "describes the data stream",
    can: "describe the data stream",
    of: "data stream",
    isMinor: true,
    actions: "read",
  },
  {
    name: "put into the delivery stream",
    title: "puts records into the delivery stream",
    can: "put records into the delivery stream",
    of: "delivery stream",
    actions: ["firehose:PutRecord", "firehose:PutRecordBatch"],
  },
  {
    name: "change the delivery stream",
    title: "changes or deletes the delivery stream",
    can: "change or delete the delivery stream",
    of: "delivery stream",
    actions: "write",
  },
  {
    name: "describe the delivery stream",
    title: "describes the delivery stream",
    can: "describe the delivery stream",
    of: "delivery stream",
    isMinor: true,
    actions: "read",
  },
] as const satisfies readonly Row[];

const named = new Set<string>((rows as readonly Row[]).flatMap(({ actions }) => actions));

/** What there is already, when something is there to be reached. */
const ofMaking = new Set([
  ...["s3:CreateBucket", "iam:CreateRole", "iam:CreatePolicy", "kinesis:CreateStream", "firehose:CreateDeliveryStream"],
  ...["iam:CreateServiceLinkedRole", "iam:DeleteServiceLinkedRole", "iam:GetServiceLinkedRoleDeletionStatus"],
]);

/** In the order in which they are told; every action of the resources' is in one of them. */
export const abilities: readonly AbilityRow[] = (rows as readonly (Row & { readonly name: Ability })[]).map(
  ({ actions, also = [], ...row }) =>
    typeof actions === "string"
      ? { ...row, actions: [...actionTable[row.of][actions].filter(isLeft), ...also] }
      : { ...row, main: actions[0], actions },
);

function isLeft(action: string): boolean {
  return !named.has(action) && !ofMaking.has(action);
}
