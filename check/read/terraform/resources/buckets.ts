import type { BucketCannedACL, BucketNamespace, ObjectOwnership, ServerSideEncryption } from "@aws-sdk/client-s3";
import { accountRegionalName } from "../../../../emulator/index.ts";
import type { BucketConfiguration, Reach } from "../../../configuration.ts";
import { InputError } from "../../../input-error.ts";
import type { Draft, OfBucket } from "../../draft.ts";
import type { Reading } from "../reading.ts";

const noObjectLock = "Object Lock is not emulated, and asks for more of who writes";

function denying(bucket: string): Reach {
  return { kind: "what-it-names", texts: [bucket], may: "deny" };
}

type PublicAccessBlock = NonNullable<BucketConfiguration["publicAccessBlock"]>;

/** aws_s3_bucket. What older configurations say inside it is deprecated, and shown by newer ones as it is on AWS. */
export function readBucket(reading: Reading): Partial<Draft> {
  const { source, account, name, value, flag } = reading;
  const inside = value("policy");
  const objectLock = flag("object_lock_enabled") === true;
  return {
    buckets: [
      { accountId: account.id, region: account.region, name, ...aclOf(value("acl")), ...namespaceOf(reading), source },
    ],
    ofBuckets:
      typeof inside === "string" && inside !== ""
        ? [settingsOf(reading, name, { policy: { name: "bucket policy", text: inside, source } })]
        : [],
    notChecked: objectLock ? [reading.notChecked("object_lock_enabled", noObjectLock, denying(name))] : [],
  };
}

/** `bucket_namespace`, since version 6.37 of the provider. A bucket that is there already was made as its name demands. */
function namespaceOf({ resource, name, value }: Reading): Pick<BucketConfiguration, "namespace"> {
  const given = value("bucket_namespace");
  if (typeof given === "string" && given !== "") return { namespace: given as BucketNamespace };
  const isThere = !resource.actions.includes("create");
  return isThere && accountRegionalName(name) !== undefined ? { namespace: "account-regional" } : {};
}

function aclOf(acl: unknown): Pick<BucketConfiguration, "acl"> {
  return typeof acl === "string" && acl !== "" ? { acl: acl as BucketCannedACL } : {};
}

function settingsOf({ resource, source }: Reading, bucket: string, settings: OfBucket["settings"]): OfBucket {
  return { bucket, settings, what: resource.address, source };
}

function ofBucket(reading: Reading, settings: OfBucket["settings"]): Partial<Draft> {
  return { ofBuckets: [settingsOf(reading, bucketOf(reading), settings)] };
}

function bucketOf({ text }: Reading): string {
  return text("bucket") ?? "";
}

/** Whose it is may be all that is not known: it may be the delivery's then. */
function reachOf(reading: Reading): { readonly reach?: Reach } {
  try {
    return { reach: denying(bucketOf(reading)) };
  } catch (error) {
    if (error instanceof InputError) return {};
    throw error;
  }
}

/** aws_s3_bucket_object_lock_configuration. */
export function readObjectLock(reading: Reading): Partial<Draft> {
  const { resource, source } = reading;
  return {
    notChecked: [
      {
        what: resource.address,
        because: noObjectLock,
        source,
        couldMatter: true,
        ...reachOf(reading),
      },
    ],
  };
}

/** aws_s3_bucket_policy. */
export function readBucketPolicy(reading: Reading): Partial<Draft> {
  const policy = reading.policy("bucket policy", "policy");
  return policy === undefined ? {} : ofBucket(reading, { policy });
}

/** aws_s3_bucket_ownership_controls. */
export function readOwnership(reading: Reading): Partial<Draft> {
  return ofBucket(reading, { objectOwnership: reading.text("rule", 0, "object_ownership") as ObjectOwnership });
}

/** aws_s3_bucket_acl with a canned ACL. */
export function readAcl(reading: Reading): Partial<Draft> {
  const acl = aclOf(reading.text("acl"));
  if (acl.acl !== undefined) return ofBucket(reading, acl);
  const because = "grants one by one are not played, only canned ACLs are";
  const reach: Reach = { kind: "what-it-names", texts: [bucketOf(reading)], may: "allow-or-deny" };
  return { notChecked: [reading.notChecked("access_control_policy", because, reach)] };
}

/** aws_s3_bucket_public_access_block; what is not given is off. */
export function readPublicAccessBlock(reading: Reading): Partial<Draft> {
  return ofBucket(reading, { publicAccessBlock: publicAccessBlockOf(reading) });
}

/** aws_s3_account_public_access_block. */
export function readAccountPublicAccessBlock(reading: Reading): Partial<Draft> {
  const { account, source } = reading;
  return { accounts: [{ ...account, publicAccessBlock: publicAccessBlockOf(reading), source }] };
}

function publicAccessBlockOf({ flag }: Reading): PublicAccessBlock {
  return {
    BlockPublicAcls: flag("block_public_acls") ?? false,
    IgnorePublicAcls: flag("ignore_public_acls") ?? false,
    BlockPublicPolicy: flag("block_public_policy") ?? false,
    RestrictPublicBuckets: flag("restrict_public_buckets") ?? false,
  };
}

/** aws_s3_bucket_server_side_encryption_configuration. */
export function readEncryption(reading: Reading): Partial<Draft> {
  const byDefault = ["rule", 0, "apply_server_side_encryption_by_default", 0] as const;
  const algorithm = reading.text(...byDefault, "sse_algorithm");
  const key = reading.text(...byDefault, "kms_master_key_id");
  const bucketKey = reading.flag("rule", 0, "bucket_key_enabled");
  if (algorithm === undefined) return {};
  return ofBucket(reading, {
    encryption: {
      ApplyServerSideEncryptionByDefault: {
        SSEAlgorithm: algorithm as ServerSideEncryption,
        ...(key !== undefined && { KMSMasterKeyID: key }),
      },
      ...(bucketKey !== undefined && { BucketKeyEnabled: bucketKey }),
    },
  });
}

/** aws_s3_bucket_versioning. */
export function readVersioning(reading: Reading): Partial<Draft> {
  return ofBucket(reading, { isVersioned: reading.text("versioning_configuration", 0, "status") === "Enabled" });
}
