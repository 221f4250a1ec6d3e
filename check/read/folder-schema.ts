import * as v from "valibot";
import { destination, endpoints, streamEncryption } from "./destination-schema.ts";
import { flag, keyArn, matching, number, oneOf, text } from "./schema-words.ts";

/** What `crosscheck.json` of a folder holds. Members in camelCase are ours; what AWS's API takes has the API's names. */

const accountId = matching(/^\d{12}$/, "an account's id: 12 digits, as text");
const region = matching(/^[a-z]{2,4}(-[a-z]+)+-\d$/, "a region, such as eu-central-1");
const policyArn = matching(/^arn:aws[\w-]*:iam::(\d{12}|aws):policy\/.+$/, "a managed policy's ARN");
const roleName = matching(/^(arn:aws[\w-]*:iam::\d{12}:role\/)?[\w+=,.@/-]{1,512}$/, "a role's name, or its ARN");

/** A file's name, or the document itself. */
export const policy = v.union(
  [text("the name of a file"), v.record(v.string(), v.unknown())],
  "must be the name of a file with the policy, or the policy itself",
);

export const publicAccessBlock = v.strictObject(
  { BlockPublicAcls: flag, IgnorePublicAcls: flag, BlockPublicPolicy: flag, RestrictPublicBuckets: flag },
  "must be { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets }",
);

const account = v.strictObject(
  { id: accountId, region: v.optional(region, "us-east-1"), publicAccessBlock: v.optional(publicAccessBlock) },
  "must be an account: { id, region, publicAccessBlock }",
);

const deliveryStream = v.strictObject(
  {
    name: text("the delivery stream's name"),
    role: v.optional(roleName),
    readRole: v.optional(roleName),
    destination: v.optional(destination),
    DeliveryStreamEncryptionConfigurationInput: v.optional(streamEncryption),
    ...endpoints,
  },
  "must be a delivery stream: { name, role, readRole, destination }, or with another destination than S3 in the API's words",
);

const dataStream = v.strictObject(
  {
    name: text("the data stream's name"),
    streamMode: v.optional(oneOf("PROVISIONED", "ON_DEMAND")),
    shardCount: v.optional(v.pipe(number, v.integer("must be a whole number"))),
    kmsKeyArn: v.optional(keyArn),
    resourcePolicy: v.optional(policy),
  },
  "must be a data stream: { name, streamMode, shardCount, kmsKeyArn, resourcePolicy }",
);

const role = v.strictObject(
  {
    account: v.optional(oneOf("A", "B"), "A"),
    path: v.optional(matching(/^\/([\x21-\x7e]+\/)?$/, "a path that begins and ends with a slash"), "/"),
    trustPolicy: v.optional(policy),
    policies: v.optional(v.record(v.string(), policy, "must be policies by their names"), {}),
    managedPolicies: v.optional(v.array(text("a name or an ARN"), "must be a list of managed policies"), []),
    permissionsBoundary: v.optional(text("a managed policy's name or ARN")),
    roleId: v.optional(matching(/^AROA[A-Z0-9]{8,}$/, "a role's unique id: AROA…")),
    tags: v.optional(v.record(v.string(), v.string("must be text"), "must be tags: name and value")),
  },
  "must be a role: { account, path, trustPolicy, policies, managedPolicies, permissionsBoundary, roleId, tags }",
);

const bucketMembers = {
  name: text("the bucket's name"),
  policy: v.optional(policy),
  objectOwnership: v.optional(oneOf("BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter")),
  acl: v.optional(oneOf("private", "public-read", "public-read-write", "authenticated-read")),
  publicAccessBlock: v.optional(publicAccessBlock),
  encryption: v.optional(
    v.strictObject(
      {
        SSEAlgorithm: oneOf("AES256", "aws:kms", "aws:kms:dsse"),
        KMSMasterKeyID: v.optional(text("a KMS key's ARN")),
        BucketKeyEnabled: v.optional(flag),
      },
      "must be an encryption: { SSEAlgorithm, KMSMasterKeyID, BucketKeyEnabled }",
    ),
  ),
  isVersioned: v.optional(flag),
  namespace: v.optional(oneOf("account-regional", "global")),
};

const bucket = v.strictObject(
  bucketMembers,
  "must be a bucket: { name, policy, objectOwnership, acl, publicAccessBlock, encryption, isVersioned, namespace }",
);

const backupBucket = v.strictObject(
  { ...bucketMembers, account: v.optional(oneOf("A", "B")) },
  "must be a bucket: { name, account, policy, objectOwnership, acl, publicAccessBlock, encryption, isVersioned, namespace }",
);

const grant = v.strictObject(
  {
    GranteePrincipal: text("an ARN"),
    RetiringPrincipal: v.optional(text("an ARN")),
    Operations: v.array(text("an operation of KMS"), "must be a list"),
    Constraints: v.optional(
      v.strictObject(
        {
          EncryptionContextSubset: v.optional(v.record(v.string(), v.string())),
          EncryptionContextEquals: v.optional(v.record(v.string(), v.string())),
        },
        "must be { EncryptionContextSubset } or { EncryptionContextEquals }",
      ),
    ),
    Name: v.optional(v.string()),
  },
  "must be a grant: { GranteePrincipal, Operations, Constraints, RetiringPrincipal, Name }",
);

const key = v.strictObject(
  {
    arn: keyArn,
    aliases: v.optional(v.array(matching(/^alias\/.+$/, "an alias: alias/<name>"), "must be a list of aliases"), []),
    policy: v.optional(policy),
    grants: v.optional(v.array(grant, "must be a list of grants"), []),
    isEnabled: v.optional(flag, true),
  },
  "must be a key: { arn, aliases, policy, grants, isEnabled }",
);

const logStream = v.strictObject(
  { group: text("the group's name"), stream: text("the stream's name") },
  "must be a log stream: { group, stream }",
);

const policies = v.optional(v.record(v.string(), policy, "must be policies by their names"), {});

const member = v.strictObject(
  {
    serviceControlPolicies: policies,
    isFullAccessDetached: v.optional(flag),
    resourceControlPolicies: policies,
    path: v.optional(
      matching(
        /^o-[a-z0-9]{10,32}\/r-[a-z0-9]{4,32}\/(ou-[a-z0-9-]+\/)*$/,
        "a path in the organization: o-…/r-…/ou-…/",
      ),
    ),
  },
  "must be { path, serviceControlPolicies, isFullAccessDetached, resourceControlPolicies }",
);

const organization = v.strictObject(
  {
    id: matching(/^o-[a-z0-9]{10,32}$/, "an organization's id: o-…"),
    accountA: v.optional(member),
    accountB: v.optional(member),
  },
  "must be an organization: { id, accountA, accountB }, with those of the accounts that are in it",
);

export const manifest = v.strictObject(
  {
    $schema: v.optional(text("the address of this file's JSON Schema")),
    accountA: v.optional(account),
    accountB: v.optional(account),
    dataStream: v.optional(dataStream),
    deliveryStream: v.optional(deliveryStream),
    roles: v.optional(v.record(v.string(), role, "must be roles by their names"), {}),
    managedPolicies: v.optional(v.record(policyArn, policy, "must be policies by their ARNs"), {}),
    bucket: v.optional(bucket),
    backupBucket: v.optional(backupBucket),
    keys: v.optional(v.array(key, "must be a list of keys"), []),
    logStreams: v.optional(v.array(logStream, "must be a list of log streams"), []),
    organization: v.optional(organization),
    assumed: v.optional(
      v.array(
        matching(/^arn:aws[\w-]*:iam::\d{12}:(role|user)\/.+$/, "the ARN of a role or user"),
        "must be a list of ARNs",
      ),
      [],
    ),
  },
  "must be a manifest: { accountA, accountB, dataStream, deliveryStream, roles, bucket, keys, … }",
);

export type Manifest = v.InferOutput<typeof manifest>;
