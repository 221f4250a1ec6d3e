import { expect, test } from "vitest";
import type { Configuration } from "../../../check/configuration.ts";
import { compareAccess } from "../../../check/effective/compare.ts";
import { sideEffects } from "../../../check/effective/words.ts";
import { article, bucketArn as bucket, roleArn as delivery } from "../article.ts";

const partner = "arn:aws:iam::333333333333:role/partner";

type Statement = Readonly<Record<string, unknown>>;

function withBucketPolicy(...statements: readonly Statement[]): Configuration {
  return article({ bucket: statements.map(written) });
}

function written(statement: Statement): Statement {
  return { Effect: "Allow", Resource: `${bucket}/*`, ...statement };
}

function effectsOf(before: readonly Statement[], after: readonly Statement[]): readonly string[] {
  return sideEffects(compareAccess(withBucketPolicy(...before), withBucketPolicy(...after)));
}

const ofPartner = { Principal: { AWS: partner }, Action: ["s3:GetObject", "s3:PutObject"] };
const ofDelivery = { Principal: { AWS: delivery }, Action: "s3:PutObject" };

test("nothing changes where statements are only ordered otherwise", () => {
  expect(effectsOf([ofPartner, ofDelivery], [ofDelivery, ofPartner])).toEqual([]);
});

test("what the delivery itself is given is no side effect; what it has no use for is", () => {
  expect(effectsOf([ofPartner], [ofPartner, ofDelivery])).toEqual([]);
  const more = { ...ofDelivery, Action: ["s3:PutObject", "s3:PutObjectTagging"] };
  const role = [{ Effect: "Allow", Action: "s3:*", Resource: "*" }];
  const [before, after] = [[ofDelivery], [more]].map((given) => article({ role, bucket: given.map(written) }));
  expect(sideEffects(compareAccess(before as Configuration, after as Configuration))).toEqual([
    `also lets \`${delivery}\` do \`s3:PutObjectTagging\` on \`${bucket}/*\` and other objects of \`landing-b\``,
  ]);
});

test("a partner who loses an action is told, with what it was on", () => {
  expect(effectsOf([ofPartner, ofDelivery], [{ ...ofPartner, Action: "s3:GetObject" }, ofDelivery])).toEqual([
    `takes \`s3:PutObject\` on \`${bucket}/*\` and other objects of \`landing-b\` from \`${partner}\``,
  ]);
});

test("a partner who gains the delivery's action by a list that both share is told", () => {
  const both = { Principal: { AWS: [partner, delivery] } };
  const before = { ...both, Action: "s3:GetObject" };
  expect(effectsOf([before], [{ ...both, Action: ["s3:GetObject", "s3:PutObject"] }])).toEqual([
    `also lets \`${partner}\` do \`s3:PutObject\` on \`${bucket}/*\` and other objects of \`landing-b\``,
  ]);
});

test("an account that is named as a whole stands for its other principals", () => {
  const account = { Principal: { AWS: "333333333333" } };
  expect(
    effectsOf([{ ...account, Action: "s3:GetObject" }], [{ ...account, Action: ["s3:GetObject", "s3:PutObject"] }]),
  ).toEqual([
    `also lets other principals of account 333333333333 and the root user of account 333333333333 do \`s3:PutObject\` on \`${bucket}/*\` and other objects of \`landing-b\``,
  ]);
});

test("a value of a condition that is replaced is taken from whoever met it; one that is added gives nothing but itself", () => {
  const asking = (value: unknown) => ({
    ...ofPartner,
    Action: "s3:PutObject",
    Condition: { StringEquals: { "s3:x-amz-server-side-encryption": value } },
  });
  const effects = effectsOf([asking("aws:kms")], [asking("AES256")]);
  expect(effects.map((each) => each.split(" ")[0])).toEqual(["takes", "also"]);
  const [added = "", ...others] = effectsOf([asking("aws:kms")], [asking(["aws:kms", "AES256"])]);
  expect([added.startsWith("also lets"), others]).toEqual([true, []]);
});

test("a condition that is left out is a gain for whoever does not meet it", () => {
  const guarded = { ...ofPartner, Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } };
  const [effect = "", ...others] = effectsOf([guarded], [ofPartner]);
  expect([effect.startsWith("also lets"), others]).toEqual([true, []]);
});

test("a Deny that goes away is told, also where nothing allows what it denied", () => {
  const deny = { Effect: "Deny", Principal: "*", Action: "s3:DeleteObject" };
  const effects = effectsOf([ofDelivery, deny], [ofDelivery]);
  expect(effects.length).toBeGreaterThan(0);
  expect(effects.every((each) => each.startsWith("no longer denies") || each.startsWith("also lets"))).toBe(true);
});

test("a Deny that spares one more role takes nothing from anybody else", () => {
  const sparing = (...arns: readonly string[]) => ({
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Condition: { ArnNotEquals: { "aws:PrincipalArn": arns } },
  });
  expect(effectsOf([ofDelivery, sparing(partner)], [ofDelivery, sparing(partner, delivery)])).toEqual([]);
  const [effect = ""] = effectsOf([ofDelivery, sparing(partner)], [ofDelivery, sparing(delivery)]);
  expect(effect).toBe("");
  const both = [{ ...ofDelivery, Principal: { AWS: [delivery, partner] } }];
  const [lost = ""] = effectsOf([...both, sparing(partner)], [...both, sparing(delivery)]);
  expect(lost).toContain(`from \`${partner}\``);
});

test("a Deny that spares more is told, also while another hides it", () => {
  const fence = (list: readonly string[]) => ({
    Sid: "Accounts",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Condition: { StringNotEquals: { "aws:PrincipalAccount": list } },
  });
  const other = {
    Sid: "Roles",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Condition: { ArnNotEquals: { "aws:PrincipalArn": [delivery] } },
  };
  const effects = effectsOf(
    [ofDelivery, other, fence(["222222222222"])],
    [ofDelivery, other, fence(["222222222222", "111111111111"])],
  );
  expect(effects.join("\n")).toContain("no longer denies other principals of account 111111111111");
});

test("object ownership that switches ACLs off takes what the ACL granted", () => {
  const base = withBucketPolicy(ofDelivery);
  const publicAccessBlock = {
    BlockPublicAcls: false,
    IgnorePublicAcls: false,
    BlockPublicPolicy: false,
    RestrictPublicBuckets: false,
  };
  const listed: Configuration = {
    ...base,
    bucket: { ...base.bucket, objectOwnership: "ObjectWriter", acl: "public-read", publicAccessBlock },
  };
  const enforced: Configuration = { ...listed, bucket: { ...listed.bucket, objectOwnership: "BucketOwnerEnforced" } };
  const [effect = "", ...others] = sideEffects(compareAccess(listed, enforced));
  expect(effect).toMatch(/^takes `s3:ListBucket.* on `arn:aws:s3:::landing-b` from .*/);
  expect(others).toEqual([]);
  const ignored = { ...publicAccessBlock, IgnorePublicAcls: true };
  const closed: Configuration = { ...listed, bucket: { ...listed.bucket, publicAccessBlock: ignored } };
  const open: Configuration = { ...closed, bucket: { ...closed.bucket, objectOwnership: "BucketOwnerEnforced" } };
  expect(sideEffects(compareAccess(closed, open))).toEqual([]);
});
