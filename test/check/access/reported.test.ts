import { describe, expect, test } from "vitest";
import type { Ability } from "../../../check/access/abilities.ts";
import { type ReportedAccess, type ReportedEntry, reportedAccess } from "../../../check/access/reported.ts";
import { waysText } from "../../../check/access/words.ts";
import type { Configuration } from "../../../check/configuration.ts";
import {
  accountA,
  accountB,
  allowDelivery,
  article,
  bucketArn,
  firehoseTrust,
  policyText,
  roleArn,
} from "../article.ts";

const now = Date.UTC(2026, 0, 1);
const other = "333333333333";
const organization = "o-exampleorg1";

const openMembership =
  "; it depends on condition on `aws:PrincipalOrgID` in `bucket policy`: no organization is described, and the accounts may be in one or in none";

type Statement = Readonly<Record<string, unknown>>;

const allOpen = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};

const onObjects = { Effect: "Allow", Resource: `${bucketArn}/*` };
const onBucket = { Effect: "Allow", Resource: bucketArn };
const anybody = { Principal: "*" };
const partner = { Principal: { AWS: other } };

function beside(...statements: readonly Statement[]): Configuration {
  return article({ bucket: [allowDelivery, ...statements] });
}

function trusting(...statements: readonly Statement[]): Configuration {
  return article({ trust: [firehoseTrust, ...statements.map((each) => ({ Effect: "Allow", ...each }))] });
}

async function entriesOf(configuration: Configuration, ability: Ability): Promise<readonly ReportedEntry[]> {
  const { entries } = await reportedAccess(configuration, now);
  return entries.filter((entry) => entry.ability === ability);
}

/** Everybody beside the delivery and account B's administrators, with what it takes. */
async function others(configuration: Configuration, ability: Ability): Promise<readonly string[]> {
  const { actors } = await reportedAccess(configuration, now);
  const own = new Set(actors.filter(({ isPartOfFlow }) => isPartOfFlow).map(({ who }) => who));
  const entries = await entriesOf(configuration, ability);
  return entries
    .filter(({ who, answer }) => answer !== "denied" && !own.has(who))
    .map((entry) => `${entry.who}${waysText(entry)}`);
}

describe("who", () => {
  test.each<readonly [string, Statement, readonly string[]]>([
    ["nobody beside the delivery", { ...onObjects, ...partner, Action: "s3:GetObjectTagging" }, []],
    ["an account by its number", { ...partner }, [`an administrator of account ${other}`]],
    [
      "a role of another account",
      { Principal: { AWS: `arn:aws:iam::${other}:role/etl` } },
      [`role etl of account ${other}`],
    ],
    [
      "a session",
      { Principal: { AWS: `arn:aws:sts::${other}:assumed-role/etl/nightly` } },
      [`session nightly of role etl of account ${other}`],
    ],
    ["a user of account B", { Principal: { AWS: `arn:aws:iam::${accountB}:user/alice` } }, ["user alice of account B"]],
    [
      "a role of account B that nothing describes",
      { Principal: { AWS: `arn:aws:iam::${accountB}:role/reader` } },
      ["role reader of account B"],
    ],
    [
      "a role by a condition alone",
      { ...anybody, Condition: { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${other}:role/etl` } } },
      [`role etl of account ${other}`],
    ],
    [
      "an account by a condition alone",
      { ...anybody, Condition: { StringEquals: { "aws:PrincipalAccount": other } } },
      [`an administrator of account ${other}`],
    ],
    [
      "an organization",
      { ...anybody, Condition: { StringEquals: { "aws:PrincipalOrgID": organization } } },
      [
        `an administrator of account A${openMembership}`,
        `somebody without permissions of account B${openMembership}`,
        `a member of organization ${organization}`,
      ],
    ],
    [
      "holders of a tag",
      {
        ...anybody,
        Condition: { StringEquals: { "aws:PrincipalTag/team": "data", "aws:PrincipalAccount": accountA } },
      },
      ["an administrator of account A whose aws:PrincipalTag/team is data"],
    ],
    ["a service", { Principal: { Service: "cloudfront.amazonaws.com" } }, ["service cloudfront.amazonaws.com"]],
    [
      "a service for one account",
      {
        Principal: { Service: "logging.s3.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": other } },
      },
      [`service logging.s3.amazonaws.com: with \`aws:SourceAccount\` \`${other}\``],
    ],
    [
      "those who come from a network",
      { ...partner, Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } },
      [`an administrator of account ${other}: with \`aws:SourceIp\` \`203.0.113.0/24\``],
    ],
    [
      "those who come by one of two ways",
      { ...partner, Condition: { StringEquals: { "aws:SourceVpce": ["vpce-1a2b3c4d", "vpce-5e6f7a8b"] } } },
      [`an administrator of account ${other}: with \`aws:SourceVpce\` \`vpce-1a2b3c4d\` or \`vpce-5e6f7a8b\``],
    ],
    [
      "users, whom a session is not",
      { ...anybody, Condition: { StringEquals: { "aws:PrincipalType": "User", "aws:PrincipalAccount": other } } },
      [`a user of account ${other} whom it allows everything`],
    ],
    [
      "any service",
      { ...anybody, Condition: { Bool: { "aws:PrincipalIsAWSService": "true" } } },
      ["any service of AWS"],
    ],
    ["nobody any more", { ...partner, Condition: { DateLessThan: { "aws:CurrentTime": "2025-01-01T00:00:00Z" } } }, []],
    [
      "nobody by a key that only services carry",
      { ...partner, Condition: { StringEquals: { "aws:SourceAccount": accountA } } },
      [],
    ],
  ])("reads: %s", async (_, statement, expected) => {
    expect(await others(beside({ ...onObjects, Action: "s3:GetObject", ...statement }), "read")).toEqual(expected);
  });

  test("roles by a pattern, which is public", async () => {
    const Condition = { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${other}:role/etl-*` } };
    const configuration = beside({ ...onObjects, ...anybody, Action: "s3:GetObject", Condition });
    expect(await others(configuration, "read")).toEqual([]);
    const open = { ...configuration, bucket: { ...configuration.bucket, publicAccessBlock: allOpen } };
    expect(await others(open, "read")).toEqual([`somebody like arn:aws:iam::${other}:role/etl-* in account ${other}`]);
  });

  test("everybody, and nobody once a public policy is restricted", async () => {
    const configuration = beside({ ...onObjects, ...anybody, Action: "s3:GetObject" });
    const { bucket } = configuration;
    const open = { ...configuration, bucket: { ...bucket, publicAccessBlock: allOpen } };
    expect(await others(open, "read")).toEqual([
      "an administrator of account A",
      "somebody without permissions of account B",
      "an administrator of any other account",
      "anybody",
    ]);
    const restricted = {
      ...open,
      bucket: { ...bucket, publicAccessBlock: { ...allOpen, RestrictPublicBuckets: true } },
    };
    expect(await others(restricted, "read")).toEqual(["somebody without permissions of account B"]);
  });
});

describe("who acts as the role", () => {
  test("by the trust policy of the input, in whichever order roles are described", async () => {
    const analyst = {
      accountId: accountA,
      partition: "aws",
      name: "analyst",
      trustPolicy: policyText("trust policy", {
        Effect: "Allow",
        Principal: { AWS: accountA },
        Action: "sts:AssumeRole",
      }),
      inlinePolicies: [policyText("all", { Effect: "Allow", Action: "*", Resource: "*" })],
      attachedPolicyArns: [],
      source: { file: "test" },
    };
    const plain = article();
    for (const roles of [
      [analyst, ...plain.roles],
      [...plain.roles, analyst],
    ]) {
      expect(await others({ ...plain, roles }, "act as the role")).toEqual([]);
    }
    const open = trusting({ Principal: { AWS: accountA }, Action: "sts:AssumeRole" });
    expect(await others({ ...open, roles: [...open.roles, analyst] }, "act as the role")).toEqual([
      "an administrator of account A",
      "role analyst of account A",
    ]);
  });

  test("whoever knows an external id, and a service for whoever passes it the role", async () => {
    const open = trusting(
      { ...anybody, Action: "sts:AssumeRole", Condition: { StringEquals: { "sts:ExternalId": "shared" } } },
      { Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    );
    const acting = await others(open, "act as the role");
    expect(acting).toContain("an administrator of any other account: with `sts:ExternalId` `shared`");
    expect(acting).toContain("service lambda.amazonaws.com");
    expect(acting).not.toContain("anybody");
    expect(await others(open, "pass the role")).toEqual(["an administrator of account A"]);
  });

  test("whoever an identity provider signs in, by its own operation and with its claims", async () => {
    const Federated = `arn:aws:iam::${accountA}:oidc-provider/token.actions.githubusercontent.com`;
    const claims = { StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } };
    const trusted = { Principal: { Federated }, Condition: claims };
    const open = trusting({ ...trusted, Action: "sts:AssumeRoleWithWebIdentity" });
    expect(await others(open, "act as the role")).toEqual([
      `whoever ${Federated} signs in: \`sts:AssumeRoleWithWebIdentity\` with \`token.actions.githubusercontent.com:aud\` \`sts.amazonaws.com\``,
    ]);
    expect(await others(trusting({ ...trusted, Action: "sts:AssumeRole" }), "act as the role")).toEqual([]);
  });

  test("Firehose by its source: whether it names that is not known", async () => {
    const Condition = { StringEquals: { "aws:SourceAccount": accountA } };
    const [entry] = (await entriesOf(article({ trust: [{ ...firehoseTrust, Condition }] }), "act as the role")).filter(
      ({ who }) => who === "service firehose.amazonaws.com",
    );
    expect(entry?.answer).toBe("depends");
    expect(entry?.restsOn.join()).toContain("AWS does not document whether Firehose sends it");
  });

  test("says by which statement, or which is nearest", async () => {
    const entries = await entriesOf(article(), "act as the role");
    const reasonOf = (who: string) => entries.find((entry) => entry.who === who)?.why ?? "";
    expect(reasonOf("role delivery of account A")).toMatch(
      /trust +not allowed .* its Principal is the service `firehose\.amazonaws\.com`/,
    );
    expect(reasonOf("service firehose.amazonaws.com")).toMatch(/trust +allowed by role `delivery`/);
    expect(reasonOf("an administrator of account A")).not.toMatch(/any-other-role|fix /);
  });
});

describe("what", () => {
  test.each<readonly [string, Ability, Statement, readonly string[]]>([
    ["in the delivery's own prefix alone", "write", { Action: "s3:PutObject", Resource: `${bucketArn}/20*` }, [""]],
    [
      "beside what is delivered",
      "write",
      { Action: "s3:PutObject", Resource: `${bucketArn}/inbox/*` },
      [`: on \`${bucketArn}/inbox/*\``],
    ],
    ["beside what is delivered", "read", { Action: "s3:GetObject", Resource: `${bucketArn}/inbox/*` }, []],
    [
      "with an ACL that S3 takes no more",
      "write",
      {
        Action: ["s3:PutObject", "s3:PutObjectAcl"],
        Condition: { StringEquals: { "s3:x-amz-acl": "public-read" } },
      },
      [],
    ],
    [
      "with a header whose own permission is missing",
      "write",
      { Action: "s3:PutObject", Condition: { StringEquals: { "s3:RequestObjectTag/team": "data" } } },
      [],
    ],
    [
      "with a tag that may be set",
      "write",
      {
        Action: ["s3:PutObject", "s3:PutObjectTagging"],
        Condition: { StringEquals: { "s3:RequestObjectTag/team": "data" } },
      },
      [": with `s3:RequestObjectTag/team` `data`"],
    ],
    [
      "with a header that has to be sent",
      "write",
      {
        Action: ["s3:PutObject", "s3:PutObjectAcl"],
        Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
      },
      [": with `s3:x-amz-acl` `bucket-owner-full-control`"],
    ],
    ["versions", "read", { Action: "s3:GetObjectVersion" }, [": `s3:GetObjectVersion`"]],
    ["versions, for good", "delete", { Action: "s3:DeleteObjectVersion" }, [": `s3:DeleteObjectVersion`"]],
    ["locks", "lock", { Action: "s3:BypassGovernanceRetention" }, [": `s3:BypassGovernanceRetention`"]],
    ["no ACL while they are off", "re-permission object", { Action: "s3:PutObjectAcl" }, []],
    [
      "settings that open the bucket",
      "open the bucket",
      { ...onBucket, Action: ["s3:PutBucketOwnershipControls", "s3:PutBucketPublicAccessBlock"] },
      [": `s3:PutBucketOwnershipControls`, `s3:PutBucketPublicAccessBlock`"],
    ],
    ["a lifecycle", "let the bucket lose or copy", { ...onBucket, Action: "s3:PutLifecycleConfiguration" }, [""]],
    ["no policy from another account", "re-permission bucket", { ...onBucket, Action: "s3:PutBucketPolicy" }, []],
  ])("%s: %s", async (_, ability, statement, expected) => {
    expect(await others(beside({ ...onObjects, ...partner, ...statement }), ability)).toEqual(
      expected.map((how) => `an administrator of account ${other}${how}`),
    );
  });

  test("all but a part that is denied, and nothing where the part is all that is delivered", async () => {
    const deny = (Resource: string) => ({ Effect: "Deny", ...partner, Action: "s3:GetObject", Resource });
    const allow = { ...onObjects, ...partner, Action: "s3:GetObject" };
    expect(await others(beside(allow, deny(`${bucketArn}/2026/*`)), "read")).toEqual([
      `an administrator of account ${other}, but not on \`${bucketArn}/2026/*\``,
    ]);
    expect(await others(beside(allow, deny(`${bucketArn}/20*`)), "read")).toEqual([]);
    expect(await others(beside({ ...allow, Resource: `${bucketArn}/*.parquet` }), "read")).toEqual([]);
  });

  test("account B's root user cannot be kept from the bucket's policy", async () => {
    const closed = article({
      bucket: [{ Effect: "Deny", ...anybody, Action: "s3:*", Resource: [bucketArn, `${bucketArn}/*`] }],
    });
    expect(await others(closed, "re-permission bucket")).toEqual(["the root user of account B"]);
    expect(await others(closed, "read")).toEqual([]);
  });

  test("who may not use the bucket's key writes what S3 itself encrypts, and reads nothing", async () => {
    const arn = `arn:aws:kms:us-east-1:${accountB}:key/11111111-2222-3333-4444-555555555555`;
    const open = beside({ ...onObjects, ...partner, Action: ["s3:PutObject", "s3:GetObject"] });
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: arn } } as const;
    const policy = policyText("key policy", {
      Effect: "Allow",
      Principal: { AWS: accountB },
      Action: "kms:*",
      Resource: "*",
    });
    const key = { arn, aliases: [], policy, grants: [], isEnabled: true, source: { file: "test" } };
    const encrypted: Configuration = { ...open, bucket: { ...open.bucket, encryption: rule }, keys: [key] };
    expect(await others(encrypted, "write")).toEqual([
      `an administrator of account ${other}: with \`s3:x-amz-server-side-encryption\` \`AES256\``,
    ]);
    expect(await others(encrypted, "read")).toEqual([]);
    const grants = [{ GranteePrincipal: `arn:aws:iam::${other}:role/etl`, Operations: ["Decrypt"] as const }];
    const granted = { ...key, grants: grants.map((each) => ({ ...each, Operations: [...each.Operations] })) };
    const etl = { ...encrypted, keys: [granted] };
    expect(await others(etl, "read")).toEqual([`role etl of account ${other}`]);
    const Constraints = { EncryptionContextSubset: { "aws:s3:arn": "arn:aws:s3:::another" } };
    const bound = { ...etl, keys: [{ ...granted, grants: granted.grants.map((each) => ({ ...each, Constraints })) }] };
    expect(await others(bound, "read")).toEqual([]);
    expect(await entriesOf({ ...etl, keys: [{ ...granted, isEnabled: false }] }, "read")).toContainEqual(
      expect.objectContaining({ who: "an administrator of account B", answer: "denied", why: "the key is disabled" }),
    );
  });

  test("a key keeps out whom the bucket lets in, and what is not described is said", async () => {
    const arn = `arn:aws:kms:us-east-1:${accountB}:key/11111111-2222-3333-4444-555555555555`;
    const open = beside({ ...onObjects, ...partner, Action: "s3:GetObject" });
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: arn } } as const;
    const encrypted: Configuration = { ...open, bucket: { ...open.bucket, encryption: rule } };
    const own = { Effect: "Allow", Principal: { AWS: accountB }, Action: "kms:*", Resource: "*" };
    const withKey = (...statements: readonly Statement[]): Configuration => ({
      ...encrypted,
      keys: [
        {
          arn,
          aliases: [],
          policy: policyText("key policy", own, ...statements),
          grants: [],
          isEnabled: true,
          source: { file: "test" },
        },
      ],
    });
    expect(await others(withKey(), "read")).toEqual([]);
    const viaS3 = { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com", "kms:CallerAccount": other } };
    const sharing = { Effect: "Allow", ...anybody, Action: "kms:Decrypt", Resource: "*", Condition: viaS3 };
    expect(await others(withKey(sharing), "read")).toEqual([`an administrator of account ${other}`]);
    const { notAsked } = await reportedAccess(encrypted, now);
    expect(notAsked.join("\n")).toContain(`key \`${arn}\`: the input does not describe it`);
  });

  test("objects of account A that only their ACL opens", async () => {
    const open = beside({ ...onObjects, ...partner, Action: "s3:GetObject" });
    const writers: Configuration = { ...open, bucket: { ...open.bucket, objectOwnership: "ObjectWriter" } };
    expect(await others(open, "read")).toEqual([`an administrator of account ${other}`]);
    expect(await others(writers, "read")).toEqual(["an administrator of account A"]);
  });

  test("also where nothing is delivered", async () => {
    const broken = article({ role: [], bucket: [{ ...onObjects, ...partner, Action: "s3:*" }] });
    expect(await others(broken, "read")).toEqual([`an administrator of account ${other}`]);
  });
});

describe("what the input leaves open", () => {
  test("a role that nothing describes is asked with both answers", async () => {
    const { roles: _, ...rest } = article();
    const access: ReportedAccess = await reportedAccess({ ...rest, roles: [] }, now);
    const entry = access.entries.find(
      ({ who, ability }) => who === "role delivery of account A" && ability === "write",
    );
    expect(entry?.answer).toBe("depends");
    expect(entry?.restsOn.join()).toContain(roleArn);
    expect(access.abilities.map(({ ability }) => ability)).not.toContain("act as the role");
    expect(access.notAsked.join("\n")).toContain(`whom role \`${roleArn}\` trusts`);
  });

  test("who has a name that no account's role or user bears is said not to be asked", async () => {
    const federated = `arn:aws:sts::${other}:federated-user/bob`;
    const { notAsked } = await reportedAccess(
      beside({ ...onObjects, Principal: { AWS: federated }, Action: "s3:GetObject" }),
      now,
    );
    expect(notAsked.join("\n")).toContain(`federated user \`${federated}\``);
    expect((await reportedAccess(article(), now)).notAsked.join("\n")).not.toContain("federated user");
  });

  test("what AWS refuses of the set-up is said", async () => {
    const { refused } = await reportedAccess(beside({ ...onObjects, ...partner, Action: "s3:NoSuchAction" }), now);
    expect(refused.map(({ call }) => call)).toEqual(["s3:PutBucketPolicy"]);
    expect((await reportedAccess(article(), now)).refused).toEqual([]);
  });
});
