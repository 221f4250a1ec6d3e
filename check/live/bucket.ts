import {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  type Grant,
} from "@aws-sdk/client-s3";
import { accountRegionalName, bucketArn } from "../../emulator/index.ts";
import type { BucketConfiguration, NotChecked } from "../configuration.ts";
import type { Owned } from "../part.ts";
import { liveSource, type Site, unlessDenied, unlessMissing } from "./reader.ts";

const noneBlocked = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};

/** A bucket with everything that decides who may write into it and who owns what is written. */
export async function readBucket(
  site: Site,
  name: string,
  notChecked: NotChecked[],
): Promise<Owned<BucketConfiguration>> {
  const { s3 } = site.clients;
  const Bucket = name;
  const ask = <Answer>(what: string, codes: readonly string[], call: Promise<Answer>) =>
    unlessDenied(site, `${what} of bucket ${name}`, notChecked, unlessMissing(codes, call));
  const [policy, ownership, block, encryption, versioning, acl] = await Promise.all([
    ask("policy", ["NoSuchBucketPolicy"], s3.send(new GetBucketPolicyCommand({ Bucket }))),
    ask(
      "Object Ownership",
      ["OwnershipControlsNotFoundError"],
      s3.send(new GetBucketOwnershipControlsCommand({ Bucket })),
    ),
    ask(
      "Block Public Access",
      ["NoSuchPublicAccessBlockConfiguration"],
      s3.send(new GetPublicAccessBlockCommand({ Bucket })),
    ),
    ask(
      "encryption",
      ["ServerSideEncryptionConfigurationNotFoundError"],
      s3.send(new GetBucketEncryptionCommand({ Bucket })),
    ),
    ask("versioning", [], s3.send(new GetBucketVersioningCommand({ Bucket }))),
    ask("ACL", [], s3.send(new GetBucketAclCommand({ Bucket }))),
  ]);
  const [rule] = encryption?.ServerSideEncryptionConfiguration?.Rules ?? [];
  const source = liveSource(site, bucketArn(site.region, name));
  if (acl?.Grants?.some((grant) => grant.Grantee?.ID !== acl.Owner?.ID)) {
    const because = `it grants ${acl.Grants.map(grantText).join(", ")}: written by hand, not one of S3's canned ones`;
    notChecked.push({ what: `ACL of bucket ${name}`, because, source, couldMatter: true });
  }
  return {
    accountId: site.accountId,
    region: site.region,
    name,
    // It is there: whoever made it has asked for it.
    ...(accountRegionalName(name) !== undefined && { namespace: "account-regional" }),
    ...(policy?.Policy !== undefined && {
      policy: { name: "bucket policy", text: policy.Policy, source: liveSource(site, `policy of bucket ${name}`) },
    }),
    // A bucket without the setting is older than it: whoever writes owns.
    objectOwnership: ownership?.OwnershipControls?.Rules?.[0]?.ObjectOwnership ?? "ObjectWriter",
    publicAccessBlock: { ...noneBlocked, ...block?.PublicAccessBlockConfiguration },
    ...(rule !== undefined && { encryption: rule }),
    isVersioned: versioning?.Status === "Enabled",
    source,
  };
}

function grantText({ Grantee, Permission }: Grant): string {
  return `${Permission} to ${Grantee?.ID ?? Grantee?.URI}`;
}
