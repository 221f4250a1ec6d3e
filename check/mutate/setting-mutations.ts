import type { BucketCannedACL, ObjectOwnership, PublicAccessBlockConfiguration } from "@aws-sdk/client-s3";
import { accountOfArn } from "../../emulator/model/arn.ts";
import { sideOf } from "../accounts.ts";
import type { Configuration } from "../configuration.ts";
import type { Element, Mutation, MutationChange } from "./mutation.ts";

const ownerships: readonly ObjectOwnership[] = ["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"];
const acls: readonly BucketCannedACL[] = ["private", "public-read", "public-read-write", "authenticated-read"];
const open: Required<PublicAccessBlockConfiguration> = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** Ownership, ACL, encryption and public access of the bucket in each other way, and keys that do not serve. */
export function settingMutations(configuration: Configuration): readonly Mutation[] {
  const { bucket, keys } = configuration;
  const { objectOwnership = "BucketOwnerEnforced", acl = "private", encryption, publicAccessBlock = open } = bucket;
  const algorithm = encryption?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? "AES256";
  const ofBucket = (element: Element, what: string, change: MutationChange): Mutation => ({
    id: `bucket ${element} ${what}`,
    side: "B",
    kind: "alter",
    element,
    text: `let the ${element} of bucket \`${bucket.name}\` be ${what}`,
    change,
  });
  return [
    ...ownerships
      .filter((each) => each !== objectOwnership)
      .map((each) => ofBucket("ownership", each, { kind: "set", bucket: { objectOwnership: each } })),
    ...acls.filter((each) => each !== acl).map((each) => ofBucket("acl", each, { kind: "set", bucket: { acl: each } })),
    ...["AES256", "aws:kms"]
      .filter((each) => each !== algorithm)
      .map((each) => ofBucket("encryption", each, { kind: "set", bucket: { encryption: byDefault(each) } })),
    ...(Object.keys(open) as (keyof typeof open)[]).map((flag) => {
      const value = !publicAccessBlock[flag];
      const changed = { ...publicAccessBlock, [flag]: value };
      return ofBucket("public access block", `${flag} ${value}`, {
        kind: "set",
        bucket: { publicAccessBlock: changed },
      });
    }),
    ...keys.flatMap(({ arn, isEnabled, grants }): readonly Mutation[] => {
      const side = sideOf(configuration, accountOfArn(arn)) ?? "A";
      const name = `key \`${arn.replace(/.*\//, "")}\``;
      return [
        ...(isEnabled
          ? [mutation(`${arn} disabled`, side, "key", `disable ${name}`, { kind: "disable-key", arn })]
          : []),
        ...grants.map((grant, index) =>
          mutation(`${arn} grant ${JSON.stringify(grant)}`, side, "grant", `revoke grant ${index + 1} of ${name}`, {
            kind: "remove-grant",
            arn,
            index,
          }),
        ),
      ];
    }),
  ];
}

function mutation(id: string, side: "A" | "B", element: Element, text: string, change: MutationChange): Mutation {
  return { id, side, kind: "remove", element, text, change };
}

function byDefault(SSEAlgorithm: string) {
  return { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: SSEAlgorithm as "AES256" | "aws:kms" } };
}
