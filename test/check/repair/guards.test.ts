/** Repairs of configurations with partners, guards and lists: what they give, and that they take nothing. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Configuration } from "../../../check/configuration.ts";
import type { Ask, Person } from "../../../check/effective/ask.ts";
import { type Authority, authorityOf } from "../../../check/effective/authority.ts";
import { findRepair } from "../../../check/repair/search.ts";
import { judge } from "../../../check/unknown/judge.ts";
import { deliveryActions, readActions } from "../../../harness/index.ts";
import { lessRepaired } from "../../support/less-repaired.ts";
import { accountA, accountB, article, bucketAndObjects, bucketArn, policyText, roleArn } from "../article.ts";

const seed = Number(process.env.CROSSCHECK_SEED ?? 20_261_130);

const partner = "arn:aws:iam::333333333333:role/partner";
const admin = `arn:aws:iam::${accountB}:role/admin`;
const keyArn = `arn:aws:kms:us-east-1:${accountB}:key/11111111-2222-3333-4444-555555555555`;

const partnerStatement = fc
  .record({
    Sid: fc.constantFrom("Partner", "PartnerToo"),
    Effect: fc.constant("Allow"),
    Principal: fc.constantFrom({ AWS: partner }, { AWS: "333333333333" }, { AWS: [partner, admin] }),
    Action: fc.subarray(["s3:GetObject", "s3:PutObject", "s3:PutObjectAcl", "s3:ListBucket"], { minLength: 1 }),
    Resource: fc.constant(bucketAndObjects),
    Condition: fc.constantFrom(
      ...[undefined, { Bool: { "aws:SecureTransport": "true" } }, { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }],
      ...[{ StringEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } }],
    ),
  })
  // AWS takes that condition for what is written alone.
  .map((each) => (each.Condition?.StringEquals === undefined ? each : { ...each, Action: ["s3:PutObject"] }));

const exempting = fc.constantFrom(
  "ArnNotEquals",
  "ArnNotLike",
  "StringNotEquals",
  "StringNotLike",
  "ArnNotLikeIfExists",
);

/** Denies whom its list does not have: the delivery is in it or not. */
const denyStatement = fc
  .record({
    operator: exempting,
    isSpared: fc.boolean(),
    Action: fc.constantFrom<unknown>("s3:PutObject", "s3:Put*", ["s3:PutObject", "s3:DeleteObject"]),
  })
  .map(({ operator, isSpared, Action }) => ({
    Sid: "OnlyThese",
    Effect: "Deny",
    Principal: "*",
    Action,
    Resource: bucketAndObjects,
    Condition: { [operator]: { "aws:PrincipalArn": isSpared ? [admin, partner, roleArn] : [admin, partner] } },
  }));

const tlsStatement = fc.constant({
  Sid: "Tls",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: bucketAndObjects,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

/** The delivery's own statement, which may lack an action, have a prefix or name a list that others share. */
const ownStatement = fc
  .record({
    lacks: fc.subarray([...deliveryActions], { maxLength: 2 }),
    Principal: fc.constantFrom({ AWS: roleArn }, { AWS: accountA }, { AWS: [roleArn, partner] }, { AWS: partner }),
    Resource: fc.constantFrom(bucketAndObjects, [bucketArn, `${bucketArn}/raw/*`]),
  })
  .map(({ lacks, ...others }) => ({
    Sid: "AllowDelivery",
    Effect: "Allow",
    Action: deliveryActions.filter((action) => !lacks.includes(action)),
    ...others,
  }));

const keyStatements = fc
  .record({
    isRoleNamed: fc.boolean(),
    services: fc.subarray(["s3.us-east-1.amazonaws.com", "kinesis.us-east-1.amazonaws.com"]),
  })
  .map(({ isRoleNamed, services }) => [
    {
      Sid: "Own",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${accountB}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    {
      Sid: "Through",
      Effect: "Allow",
      Principal: { AWS: isRoleNamed ? [roleArn, partner] : partner },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: { StringEquals: { "kms:ViaService": ["firehose.us-east-1.amazonaws.com", ...services] } },
    },
  ]);

const controlStatements = fc.constantFrom(...[undefined, undefined], {
  Sid: "NobodyWrites",
  Effect: "Deny",
  Action: ["s3:PutObject", "s3:DeleteObject"],
  Resource: "*",
  Condition: { ArnNotLike: { "aws:PrincipalArn": [`arn:aws:iam::${accountA}:role/admin`] } },
});

const configurations = fc
  .record({
    own: ownStatement,
    partners: fc.array(partnerStatement, { maxLength: 2 }),
    deny: fc.option(denyStatement, { nil: undefined }),
    tls: fc.option(tlsStatement, { nil: undefined }),
    key: fc.option(keyStatements, { nil: undefined }),
    control: controlStatements,
    roleLacks: fc.subarray(["s3:PutObject", "s3:GetBucketLocation", "kms:GenerateDataKey"], { maxLength: 1 }),
    prefix: fc.constantFrom(undefined, "raw/", "row/"),
  })
  .map(({ own, partners, deny, tls, key, control, roleLacks, prefix }): Configuration => {
    const kept = (actions: readonly string[]) => actions.filter((action) => !roleLacks.includes(action));
    const role = [
      { Sid: "Write", Effect: "Allow", Action: kept(deliveryActions), Resource: bucketAndObjects },
      { Sid: "Read", Effect: "Allow", Action: [...readActions], Resource: "*" },
      { Sid: "Key", Effect: "Allow", Action: kept(["kms:Decrypt", "kms:GenerateDataKey"]), Resource: keyArn },
    ].filter(({ Action }) => Action.length > 0);
    const bucket = [own, ...partners, deny, tls].filter((each) => each !== undefined);
    const source = { file: "test" };
    const base = article({ role, bucket });
    const { deliveryStream } = base;
    return {
      ...base,
      deliveryStream: {
        ...deliveryStream,
        destination: { ...deliveryStream.destination, ...(prefix !== undefined && { Prefix: prefix }) },
      },
      ...(key !== undefined && {
        bucket: {
          ...base.bucket,
          encryption: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: keyArn } },
        },
        keys: [
          { arn: keyArn, aliases: [], grants: [], isEnabled: true, policy: policyText("key policy", ...key), source },
        ],
      }),
      ...(control !== undefined && {
        organization: {
          id: "o-exampleorg1",
          source,
          members: [
            {
              accountId: accountA,
              serviceControlPolicies: [policyText("writers", control)],
              resourceControlPolicies: [],
            },
          ],
        },
      }),
    };
  });

const context: Person["context"] = new Map();

function role(arn: string): Person {
  const [, , , , accountId = ""] = arn.split(":");
  const roleName = arn.replace(/.*\//, "");
  const session = `arn:aws:sts::${accountId}:assumed-role/${roleName}/x`;
  const shared = { accountId, roleArn: arn, roleName, roleId: `AROA${roleName}`, sessionName: "x" };
  return { text: arn, principal: { kind: "assumed-role", arn: session, ...shared }, context };
}

const people: readonly Person[] = [
  ...[roleArn, partner, admin].map(role),
  ...[`arn:aws:iam::${accountA}:role/other`, "arn:aws:iam::333333333333:role/other"].map(role),
  role("arn:aws:iam::444444444444:role/stranger"),
  { text: "anybody", principal: { kind: "anonymous" }, context },
  { text: "a service", principal: { kind: "service", service: "cloudtrail.amazonaws.com" }, context },
];

const actionsOn: readonly (readonly [resource: string, actions: readonly string[]])[] = [
  [bucketArn, ["s3:ListBucket", "s3:GetBucketLocation", "s3:DeleteBucket"]],
  ...["raw/1", "row/1", "1"].map(
    (key) => [`${bucketArn}/${key}`, ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"]] as const,
  ),
  [keyArn, ["kms:Decrypt", "kms:GenerateDataKey", "kms:ScheduleKeyDeletion"]],
];

const contexts = [
  ...[{}, { "aws:securetransport": ["false"] }, { "aws:sourceip": ["203.0.113.9"] }],
  ...["s3", "kinesis", "firehose"].map((service) => ({ "kms:viaservice": [`${service}.us-east-1.amazonaws.com`] })),
  { "s3:x-amz-server-side-encryption": ["aws:kms"] },
].map((entries) => new Map(Object.entries(entries)));

/** Everything that anybody may be asked about here, whatever any repair is about. */
const asks: readonly Ask[] = people.flatMap((person) =>
  actionsOn.flatMap(([resource, actions]) =>
    actions.flatMap((action) =>
      contexts.map((each) => ({ person, action, resource, alike: 0, resourceText: resource, context: each })),
    ),
  ),
);

const ownActions = new Set<string>([...deliveryActions, "kms:Decrypt", "kms:GenerateDataKey"]);

function isOwn({ person, action, resource }: Ask, prefix: string): boolean {
  if (person.text !== roleArn || !ownActions.has(action)) return false;
  return !resource.startsWith(`${bucketArn}/`) || resource.startsWith(`${bucketArn}/${prefix}`);
}

function shown({ person, action, resource, context: entries }: Ask): string {
  return `${person.text} ${action} ${resource} ${JSON.stringify([...entries])}`;
}

/** What somebody lost, and what somebody gained that is none of the delivery's. */
function unasked(was: Authority, is: Authority, prefix: string): readonly string[] {
  return asks.flatMap((ask) => {
    const [before, after] = [was(ask), is(ask)];
    if (before === "allowed" && after !== "allowed") return [`lost: ${shown(ask)}`];
    // What the delivery was allowed and a Deny kept from it comes back as far as it was allowed.
    const isSpared = before === "denied" && ask.person.text === roleArn && ownActions.has(ask.action);
    if (before !== "allowed" && after === "allowed" && !isSpared && !isOwn(ask, prefix))
      return [`gained: ${shown(ask)}`];
    if (before === "denied" && after !== "denied" && ask.person.text !== roleArn) return [`undenied: ${shown(ask)}`];
    return [];
  });
}

async function isBroken(configuration: Configuration): Promise<boolean> {
  return (await judge(configuration, { by: "direct" })).outcome.kind === "broken";
}

test("gives the delivery what it lacks, takes nothing from anybody, gives nobody else anything, and has nothing that is not needed", async () => {
  let repaired = 0;
  await fc.assert(
    fc.asyncProperty(configurations, async (configuration) => {
      if (!(await isBroken(configuration))) return;
      const repair = await findRepair(configuration);
      expect(repair).toBeDefined();
      if (repair === undefined) return;
      repaired++;
      expect(await isBroken(repair.configuration)).toBe(false);
      // Partners who have to encrypt or to come from somewhere are no measure for the delivery; that it is told is enough.
      expect(repair.sideEffects.filter((each) => !each.startsWith("does not ask for"))).toEqual([]);
      const { Prefix: prefix = "" } = configuration.deliveryStream.destination;
      expect(unasked(authorityOf(configuration), authorityOf(repair.configuration), prefix)).toEqual([]);
      for (const less of lessRepaired(configuration, repair.configuration)) expect(await isBroken(less)).toBe(true);
    }),
    { numRuns: process.env.CROSSCHECK_NIGHTLY === "1" ? 400 : 25, seed },
  );
  expect(repaired).toBeGreaterThan(12);
}, 120_000);
