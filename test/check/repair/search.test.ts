import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Configuration } from "../../../check/configuration.ts";
import { editsWithoutGone } from "../../../check/repair/gone-principals.ts";
import { writtenRepair } from "../../../check/repair/patch.ts";
import { findRepair } from "../../../check/repair/search.ts";
import { judge } from "../../../check/unknown/judge.ts";
import { isPolicyProblem, isPublicPolicy, parsePolicy } from "../../../emulator/policy/index.ts";
import { deliveryActions, readActions } from "../../../harness/index.ts";
import { accountA, accountB, allowDelivery, article, bucketArn, policyText, roleArn } from "../article.ts";

/** Nothing but the policy itself keeps the public out. */
const publicAccessBlock = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};

async function tryOut(configuration: Configuration, seed = 1) {
  return (await judge(configuration, { by: "direct", seed })).outcome;
}

function isPublic({ bucket }: Configuration): boolean {
  const document = bucket.policy === undefined ? undefined : parsePolicy(bucket.policy.text);
  return document !== undefined && !isPolicyProblem(document) && isPublicPolicy(document);
}

const actions = fc.oneof(
  fc.subarray([...deliveryActions, "s3:*", "s3:Get*", "s3:DeleteObject"], { minLength: 1 }),
  fc.constantFrom("s3:*", "s3:PutObject"),
);
const resources = fc.oneof(
  fc.subarray([bucketArn, `${bucketArn}/*`, `${bucketArn}/2026/*`], { minLength: 1 }),
  fc.constantFrom(bucketArn, `${bucketArn}/*`),
);
const principals = fc.constantFrom(
  "*",
  ...[roleArn, accountA, `arn:aws:iam::${accountB}:root`, "333333333333", "AROAEXAMPLEEARLIER00"].map((AWS) => ({
    AWS,
  })),
  { Service: "firehose.amazonaws.com" },
);
const conditions = fc.constantFrom(
  ...[
    undefined,
    undefined,
    { Bool: { "aws:SecureTransport": "true" } },
    { StringEquals: { "s3:x-amz-acl": "private" } },
  ],
  ...[{ ArnLike: { "aws:PrincipalArn": roleArn } }, { ArnNotLike: { "aws:PrincipalArn": roleArn } }],
  { StringEquals: { "aws:PrincipalAccount": accountA } },
);
const Effect = fc.constantFrom("Allow", "Allow", "Allow", "Deny");
const bucketStatement = fc.record({
  ...{ Effect, Principal: principals, Action: actions, Resource: resources, Condition: conditions },
});
const roleStatement = fc.record({
  Effect,
  Action: fc.oneof(actions, fc.subarray([...readActions], { minLength: 1 })),
  Resource: fc.oneof(resources, fc.constant("*")),
  Condition: conditions,
});
const trustStatement = fc.record({
  Effect: fc.constant("Allow"),
  Principal: fc.constantFrom(
    { Service: "firehose.amazonaws.com" },
    { Service: "ec2.amazonaws.com" },
    { AWS: accountA },
  ),
  Action: fc.constant("sts:AssumeRole"),
  Condition: fc.constantFrom(undefined, { StringEquals: { "sts:ExternalId": accountB } }),
});
const configurations = fc
  .record({
    trust: fc.array(trustStatement, { minLength: 1, maxLength: 2 }),
    role: fc.array(roleStatement, { maxLength: 3 }),
    bucket: fc.array(bucketStatement, { maxLength: 3 }),
    objectOwnership: fc.constantFrom(undefined, "ObjectWriter" as const, "BucketOwnerPreferred" as const),
  })
  .map(({ objectOwnership, ...statements }) => {
    const { bucket, ...others } = article(statements);
    return {
      ...others,
      bucket: { ...bucket, publicAccessBlock, ...(objectOwnership !== undefined && { objectOwnership }) },
    };
  });

describe("a repair of any configuration", () => {
  test("works, and does not let the public in", async () => {
    let repaired = 0;
    await fc.assert(
      fc.asyncProperty(configurations, async (configuration) => {
        const outcome = await tryOut(configuration);
        if (outcome.kind !== "broken") return;
        const repair = await findRepair(configuration);
        if (repair === undefined) return;
        repaired++;
        expect((await tryOut(repair.configuration, 7)).kind).toBe("works");
        expect(isPublic(repair.configuration) && !isPublic(configuration)).toBe(false);
        expect(writtenRepair(configuration, [{ by: "", changes: repair.changes }]).patches.length).toBeGreaterThan(0);
      }),
      { numRuns: 40, seed: 20_26 },
    );
    expect(repaired).toBeGreaterThan(25);
  });

  test("and of any document that is none, ends without a fault", async () => {
    const odd = fc.constantFrom<unknown>(
      ...[null, 1, "", "*", [], {}, [null], { AWS: ["*", null] }, { Service: 1 }, { StringEquals: null }],
    );
    const statement = fc.record(
      { Effect: fc.oneof(Effect, odd), Principal: odd, NotPrincipal: odd, Action: odd, Resource: odd, Condition: odd },
      { requiredKeys: [] },
    );
    const documents = fc.oneof(
      fc
        .record({ Statement: fc.oneof(fc.array(fc.oneof(statement, odd), { maxLength: 2 }), odd) })
        .map((each) => JSON.stringify(each)),
      odd.map((each) => JSON.stringify(each)),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(documents, fc.constantFrom("bucket", "role"), async (text, place) => {
        const policy = { name: "odd", text, source: { file: "test" } };
        const { bucket, roles, ...others } = article();
        const configuration: Configuration = {
          ...others,
          bucket: place === "bucket" ? { ...bucket, policy } : bucket,
          roles: place === "bucket" ? roles : roles.map((role) => ({ ...role, inlinePolicies: [policy] })),
        };
        await findRepair(configuration);
      }),
      { numRuns: 100, seed: 20_26 },
    );
  }, 60_000);
});

describe("a statement for everybody under a condition", () => {
  const forEverybody = {
    ...allowDelivery,
    Principal: "*",
    Condition: { StringEquals: { "aws:SourceVpce": "vpce-0123456789abcdef0" } },
  };

  test("is not rid of the condition, which alone keeps the public out", async () => {
    const { bucket, ...others } = article({ bucket: [forEverybody] });
    const configuration = { ...others, bucket: { ...bucket, publicAccessBlock } };
    const repair = await findRepair(configuration);
    expect(repair).toBeDefined();
    expect(repair?.configuration.bucket.policy?.text).toContain("aws:SourceVpce");
    expect(repair !== undefined && isPublic(repair.configuration)).toBe(false);
  });
});

describe("principals that are gone", () => {
  const gone = "AROAEXAMPLEEARLIER00";
  const editsOf = (...statements: readonly object[]) =>
    editsWithoutGone(policyText("bucket policy", ...statements).text, new Set());

  test("go from where others are named, and with a statement that names nobody else", () => {
    expect(editsOf({ Principal: { AWS: [gone, roleArn] } }, { Principal: { AWS: gone } })).toEqual([
      { path: ["Statement", 1], value: undefined },
      { path: ["Statement", 0, "Principal", "AWS"], value: [roleArn] },
    ]);
    expect(editsOf({ Principal: { AWS: roleArn } }, { Principal: "*" })).toEqual([]);
  });

  test("stay where without them everybody would be meant, or nothing be left", () => {
    expect(editsOf({ NotPrincipal: { AWS: gone } }, { Principal: "*" })).toEqual([]);
    expect(editsOf({ Principal: { AWS: gone } })).toEqual([]);
  });

  test("do not stand in the way of a policy's repair", async () => {
    const other = { ...allowDelivery, Sid: "Other", Principal: { AWS: gone }, Action: ["s3:GetObject"] };
    const { Action: _, ...others } = allowDelivery;
    const configuration = article({ bucket: [{ ...others, Action: ["s3:GetBucketLocation", "s3:PutObject"] }, other] });
    const repair = await findRepair(configuration);
    expect(repair?.changes.map(({ text }) => text)).toEqual([
      `add \`s3:PutObjectAcl\` to the Action of statement \`AllowDelivery\` (policy \`bucket policy\` of bucket \`landing-b\` in account ${accountB}); leave out the principals that are gone, for AWS does not take them again`,
    ]);
    expect(repair?.configuration.bucket.policy?.text).not.toContain(gone);
  });
});
