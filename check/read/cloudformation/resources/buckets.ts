import type {
  BucketCannedACL,
  BucketNamespace,
  ObjectOwnership,
  ServerSideEncryption,
  ServerSideEncryptionRule,
} from "@aws-sdk/client-s3";
import type { BucketConfiguration } from "../../../configuration.ts";
import type { Owned } from "../../../part.ts";
import type { Draft } from "../../draft.ts";
import { limiting } from "../../reaching.ts";
import { itemsOf, member, textOf } from "../../tree.ts";
import type { Reading } from "../reading.ts";

const lockBecause = "Object Lock is not emulated, and asks for more of who writes";

/** AWS::S3::Bucket. */
export function readBucket(reading: Reading): Partial<Draft> {
  const { template, source, name, text, property } = reading;
  const { id: accountId, region } = template.account;
  const [ownership] = itemsOf(property("OwnershipControls", "Rules"));
  const objectOwnership = textOf(member(ownership, "ObjectOwnership"));
  const acl = text("AccessControl");
  const namespace =
    text("BucketNamespace") ?? (text("BucketNamePrefix") === undefined ? undefined : "account-regional");
  const bucket: Owned<BucketConfiguration> = {
    accountId,
    region,
    name,
    ...(objectOwnership !== undefined && { objectOwnership: objectOwnership as ObjectOwnership }),
    ...(acl !== undefined && { acl: cannedAcl(acl) }),
    ...(namespace !== undefined && { namespace: namespace as BucketNamespace }),
    ...publicAccessBlockOf(reading),
    ...encryptionOf(reading),
    ...(text("VersioningConfiguration", "Status") === "Enabled" && { isVersioned: true }),
    source,
  };
  const objectLock = (reading.flag("ObjectLockEnabled") ?? false) || property("ObjectLockConfiguration") !== undefined;
  return {
    buckets: [bucket],
    notChecked: objectLock ? [limiting(reading.notChecked("ObjectLockEnabled", lockBecause, true), name)] : [],
  };
}

/** `BucketOwnerFullControl` as S3 calls it: `bucket-owner-full-control`. */
function cannedAcl(name: string): BucketCannedACL {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase() as BucketCannedACL;
}

/** What is not named is off. */
function publicAccessBlockOf({ property, flag }: Reading): Pick<BucketConfiguration, "publicAccessBlock"> {
  const name = "PublicAccessBlockConfiguration";
  if (property(name) === undefined) return {};
  return {
    publicAccessBlock: {
      BlockPublicAcls: flag(name, "BlockPublicAcls") ?? false,
      IgnorePublicAcls: flag(name, "IgnorePublicAcls") ?? false,
      BlockPublicPolicy: flag(name, "BlockPublicPolicy") ?? false,
      RestrictPublicBuckets: flag(name, "RestrictPublicBuckets") ?? false,
    },
  };
}

function encryptionOf({ property }: Reading): Pick<BucketConfiguration, "encryption"> {
  const [rule] = itemsOf(property("BucketEncryption", "ServerSideEncryptionConfiguration"));
  const byDefault = member(rule, "ServerSideEncryptionByDefault");
  const algorithm = textOf(member(byDefault, "SSEAlgorithm"));
  const key = textOf(member(byDefault, "KMSMasterKeyID"));
  if (algorithm === undefined) return {};
  const bucketKey = textOf(member(rule, "BucketKeyEnabled"));
  const encryption: ServerSideEncryptionRule = {
    ApplyServerSideEncryptionByDefault: {
      SSEAlgorithm: algorithm as ServerSideEncryption,
      ...(key !== undefined && { KMSMasterKeyID: key }),
    },
    ...(bucketKey !== undefined && { BucketKeyEnabled: bucketKey === "true" }),
  };
  return { encryption };
}

/** AWS::S3::BucketPolicy. */
export function readBucketPolicy(reading: Reading): Partial<Draft> {
  const { source, resource, text, policy } = reading;
  return {
    ofBuckets: [
      {
        bucket: text("Bucket") ?? "",
        settings: { policy: policy("bucket policy", "PolicyDocument") },
        what: `${resource.type} \`${resource.logicalId}\``,
        source,
      },
    ],
  };
}
