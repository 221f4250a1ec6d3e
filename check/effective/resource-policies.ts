import { bucketArn } from "../../emulator/index.ts";
import { accountOfArn } from "../../emulator/model/arn.ts";
import { type Policy, restrictPublicBuckets } from "../../emulator/policy/index.ts";
import type { BucketConfiguration, Configuration, KeyConfiguration } from "../configuration.ts";
import { type PoliciesOf, statementPolicy } from "./policies-in-force.ts";

export interface KnownBucket {
  readonly arn: string;
  readonly accountId: string;
  readonly policies: readonly Policy[];
}

export function bucketsOf({ bucket, backupBucket, accountB }: Configuration, of: PoliciesOf): readonly KnownBucket[] {
  const known = (
    { name, publicAccessBlock, objectOwnership = "BucketOwnerEnforced", acl }: BucketConfiguration,
    accountId: string,
  ): KnownBucket => {
    const arn = bucketArn(accountB.region, name);
    const blocks = [
      publicAccessBlock ?? allBlocked,
      accountId === accountB.id ? accountB.publicAccessBlock : undefined,
    ];
    const isRestricted = blocks.some((block) => block?.RestrictPublicBuckets === true);
    const policies = of("resource", arn);
    const restrictions = isRestricted ? policies.flatMap((policy) => restrictPublicBuckets(policy) ?? []) : [];
    const granted = aclStatements(
      acl ?? "private",
      blocks.some((block) => block?.IgnorePublicAcls === true),
    );
    const lists =
      objectOwnership === "BucketOwnerEnforced" || granted.length === 0
        ? []
        : [statementPolicy("acl", "bucket ACL", { accountId, attachedTo: arn }, granted)];
    return { arn, accountId, policies: [...policies, ...restrictions, ...lists] };
  };
  return [
    known(bucket, accountB.id),
    ...(backupBucket === undefined ? [] : [known(backupBucket, backupBucket.accountId)]),
  ];
}

const allBlocked = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** What a canned ACL grants to others than the bucket's owner. Source: S3 User Guide, "Access control list (ACL) overview". */
function aclStatements(acl: string, arePublicOnesIgnored: boolean): readonly object[] {
  const reading = ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"];
  const allow = (Principal: unknown, Action: readonly string[], Condition?: object) => ({
    Effect: "Allow",
    Principal,
    Action,
    Resource: "*",
    ...(Condition !== undefined && { Condition }),
  });
  if (acl === "log-delivery-write") return [allow({ Service: "logging.s3.amazonaws.com" }, ["s3:PutObject"])];
  if (arePublicOnesIgnored) return [];
  switch (acl) {
    case "public-read":
      return [allow("*", reading)];
    case "public-read-write":
      return [allow("*", [...reading, "s3:PutObject", "s3:PutObjectAcl"])];
    case "authenticated-read":
      return [allow("*", reading, { StringNotEquals: { "aws:PrincipalType": "Anonymous" } })];
    default:
      return [];
  }
}

/** Whether an object's owner decides about it, not the bucket's. Source: S3 User Guide, "How Amazon S3 authorizes a request". */
export function isObjectOwners(action: string): boolean {
  return /^s3:(?:GetObject|RestoreObject|PutObject.|DeleteObject(?:Version)?Tagging)/.test(action);
}

/** Of an object that another account wrote with `bucket-owner-full-control`: the bucket's policy may only deny. */
export function foreignObjectPolicies(bucket: KnownBucket, arn: string, owner: string): readonly Policy[] {
  const { accountId, policies } = bucket;
  const place = { accountId: owner, attachedTo: arn };
  const fullControl = [owner, accountId].map((AWS) => ({
    Effect: "Allow",
    Principal: { AWS },
    Action: objectAclActions,
    Resource: "*",
  }));
  return [
    ...policies.map((policy) => ({ ...policy, deniesOnly: true })),
    { ...statementPolicy("acl", "object ACL", place, fullControl), bucketAccountId: accountId },
  ];
}

/** What FULL_CONTROL of an object comes to. Source: S3 User Guide, "Access control list (ACL) overview". */
const objectAclActions = [
  ...["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectAcl", "s3:GetObjectVersionAcl"],
  ...["s3:PutObjectAcl", "s3:PutObjectVersionAcl"],
];

/** KMS's default policy lets the account's own policies decide. Source: KMS Developer Guide, "Default key policy". */
export function keyPolicies({ arn, policy, grants }: KeyConfiguration, of: PoliciesOf): readonly Policy[] {
  const accountId = accountOfArn(arn);
  const place = { accountId, attachedTo: arn };
  const whole = { Principal: { AWS: accountId }, Action: "kms:*", Resource: "*" };
  const own =
    policy === undefined ? [statementPolicy("key", "default", place, [{ Effect: "Allow", ...whole }])] : of("key", arn);
  const given = grants.flatMap(({ GranteePrincipal, RetiringPrincipal, Operations = [], Constraints }) => {
    const bound = boundBy(Constraints);
    const allow = (AWS: string, operations: readonly string[], Condition: object | undefined) => ({
      Effect: "Allow",
      Principal: { AWS },
      Action: operations.map((operation) => `kms:${operation}`),
      Resource: "*",
      ...(Condition !== undefined && { Condition }),
    });
    const statements = [
      ...[true, false].flatMap((isBound) => {
        const operations = Operations.filter((each) => unbound.has(each) !== isBound);
        if (GranteePrincipal === undefined || operations.length === 0) return [];
        return [allow(GranteePrincipal, operations, isBound ? bound : undefined)];
      }),
      ...(RetiringPrincipal === undefined ? [] : [allow(RetiringPrincipal, ["RetireGrant"], undefined)]),
    ];
    return statements.length === 0 ? [] : [statementPolicy("grant", "grant", place, statements)];
  });
  return [...own, ...given];
}

/** Operations that a grant's constraints do not bind. Source: KMS API Reference, GrantConstraints. */
const unbound = new Set(["DescribeKey", "RetireGrant"]);

/** What a grant's constraints come to as a condition. Source: KMS API Reference, GrantConstraints. */
function boundBy(constraints: KeyConfiguration["grants"][number]["Constraints"]): object | undefined {
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset } = constraints ?? {};
  const context = equals ?? subset;
  if (context === undefined) return undefined;
  const pairs = Object.entries(context).map(([key, value]) => [`kms:EncryptionContext:${key}`, value]);
  return {
    StringEquals: Object.fromEntries(pairs),
    ...(equals !== undefined && { "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": Object.keys(equals) } }),
  };
}
