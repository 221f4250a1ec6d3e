import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  ListTagsForResourceCommand as LogTags,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateDeliveryStreamCommand, ListTagsForDeliveryStreamCommand } from "@aws-sdk/client-firehose";
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetUserCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateStreamCommand, DeleteStreamCommand, ListTagsForStreamCommand } from "@aws-sdk/client-kinesis";
import {
  CreateKeyCommand,
  DisableKeyCommand,
  ListResourceTagsCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketTaggingCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import type { Resource } from "../../../../harness/journal/journal.ts";
import { Gate, type GateSettings } from "../../../../harness/targets/aws/gate.ts";
import { gatePlugin } from "../../../../harness/targets/aws/gate-plugin.ts";
import { clientsOf, errorOf, twoAccounts } from "../../../support/clients.ts";
import { policyOf, trusting } from "../../../support/identities.ts";

const prefix = "crosscheck-r7-";
const tags = { "crosscheck:run": "r7", "crosscheck:expires": "2026-11-25T00:00:00.000Z" };
const tagList = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
const trust = trusting({ Service: "firehose.amazonaws.com" });

/** Account A behind a gate, and what happened in its order: journal lines, and requests that arrived at AWS. */
async function gated(settings: Partial<GateSettings> = {}) {
  const world = await twoAccounts();
  const { emulator, accountA } = world;
  const events: string[] = [];
  const announced: Resource[] = [];
  emulator.decisions.subscribe(({ operation }) => events.push(`sent ${operation}`));
  const gate = new Gate({
    accountId: accountA.id,
    region: "us-east-1",
    prefix,
    tags,
    journal: {
      announce: (resource) => {
        announced.push(resource);
        events.push(`announced ${resource.kind} ${resource.name}`);
      },
      removed: ({ kind, name }) => void events.push(`removed ${kind} ${name}`),
      outstanding: () => announced,
    },
    ...settings,
  });
  const clients = clientsOf(emulator, accountA);
  for (const client of Object.values(clients)) client.middlewareStack.use(gatePlugin(gate));
  return {
    ...world,
    events,
    gated: clients,
    /** Past the gate. */
    root: world.a,
    async [Symbol.asyncDispose]() {
      for (const client of Object.values(clients)) client.destroy();
      await world[Symbol.asyncDispose]();
    },
  };
}

test("an operation that is not known is refused by its name, and not sent", async () => {
  await using world = await gated();
  const call = world.gated.s3.send(
    new PutBucketVersioningCommand({ Bucket: `${prefix}1-landing`, VersioningConfiguration: { Status: "Enabled" } }),
  );
  expect(await errorOf(call)).toMatchObject({
    code: "GateError",
    message:
      "s3:PutBucketVersioning is not sent to AWS: what it changes is not known here; add it to harness/targets/aws/operations.ts",
  });
  expect((await errorOf(world.gated.iam.send(new ListUsersCommand({})))).code).toBe("GateError");
  expect(world.events).toEqual([]);
});

describe("what is not the run's own", () => {
  test("is not created, changed or removed, and the call is not sent", async () => {
    await using world = await gated();
    await world.root.s3.send(new CreateBucketCommand({ Bucket: "payroll" }));
    await world.root.iam.send(new CreateRoleCommand({ RoleName: "admin", AssumeRolePolicyDocument: trust }));
    const { KeyMetadata: key } = await world.root.kms.send(new CreateKeyCommand({}));
    world.events.length = 0;
    const { s3, iam, kms, kinesis, logs } = world.gated;
    const PolicyDocument = policyOf({ Action: "*", Resource: "*" });
    const calls: readonly (readonly [string, Promise<unknown>])[] = [
      ["s3:CreateBucket of `payroll-2` … its Bucket", s3.send(new CreateBucketCommand({ Bucket: "payroll-2" }))],
      ["s3:DeleteBucket of `payroll` … its Bucket", s3.send(new DeleteBucketCommand({ Bucket: "payroll" }))],
      [
        "iam:PutRolePolicy of `admin` … its RoleName",
        iam.send(new PutRolePolicyCommand({ RoleName: "admin", PolicyName: "all", PolicyDocument })),
      ],
      [
        "kinesis:DeleteStream of `crosscheck-r8-1-orders` … its StreamName",
        kinesis.send(new DeleteStreamCommand({ StreamName: "crosscheck-r8-1-orders" })),
      ],
      ["kinesis:DeleteStream of `` … its StreamName", kinesis.send(new DeleteStreamCommand({ StreamARN: "arn:…" }))],
      [
        `kms:ScheduleKeyDeletion of \`${key?.Arn}\` … its KeyId`,
        kms.send(new ScheduleKeyDeletionCommand({ KeyId: key?.Arn })),
      ],
      ["kms:CreateKey of `` … its Description", kms.send(new CreateKeyCommand({}))],
      [
        `iam:DeletePolicy of \`arn:aws:iam::${world.accountB.id}:policy/${prefix}1-x\` … its PolicyArn`,
        iam.send(new DeletePolicyCommand({ PolicyArn: `arn:aws:iam::${world.accountB.id}:policy/${prefix}1-x` })),
      ],
      [
        `logs:CreateLogGroup of \`${prefix}1-deliver\` … its logGroupName`,
        logs.send(new CreateLogGroupCommand({ logGroupName: `${prefix}1-deliver` })),
      ],
    ];
    for (const [shown, call] of calls) {
      const [what = "", which = ""] = shown.split(" … ");
      expect((await errorOf(call)).message).toBe(
        `${what} is not sent to AWS: ${which} is not one of this run's, which begin with \`${prefix}\``,
      );
    }
    expect(world.events).toEqual([]);
  });

  test("can be read", async () => {
    await using world = await gated();
    await world.root.s3.send(new CreateBucketCommand({ Bucket: "payroll" }));
    const { Buckets } = await world.gated.s3.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual(["payroll"]);
  });
});

describe("what the run creates", () => {
  const RoleName = `${prefix}1-delivery`;
  const UserName = `${prefix}1-powerless`;
  const PolicyName = `${prefix}1-boundary`;
  const Bucket = `${prefix}1-landing`;
  const StreamName = `${prefix}1-orders`;
  const DeliveryStreamName = `${prefix}1-deliver`;
  const logGroupName = `/aws/kinesisfirehose/${prefix}1-deliver`;
  const Description = `${prefix}1-key`;

  test("is in the journal before the call is sent, and tagged by that call, of every kind", async () => {
    await using world = await gated();
    const { s3, iam, kms, kinesis, firehose, logs } = world.gated;
    await s3.send(new CreateBucketCommand({ Bucket }));
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    await iam.send(new CreateUserCommand({ UserName }));
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName, PolicyDocument: policyOf({ Action: "s3:*", Resource: "*" }) }),
    );
    const PolicyDocument = policyOf({ Action: "s3:GetBucketLocation", Resource: "*" });
    await world.root.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "deliver", PolicyDocument }));
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    await firehose.send(
      new CreateDeliveryStreamCommand({
        DeliveryStreamName,
        ExtendedS3DestinationConfiguration: { RoleARN: Role?.Arn, BucketARN: `arn:aws:s3:::${Bucket}` },
      }),
    );
    const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({ Description }));
    await logs.send(new CreateLogGroupCommand({ logGroupName }));

    const creating = [
      "CreateBucket",
      "CreateRole",
      "CreateUser",
      "CreatePolicy",
      "CreateStream",
      "CreateDeliveryStream",
    ];
    const made = [
      `bucket ${Bucket}`,
      `role ${RoleName}`,
      `user ${UserName}`,
      `policy ${PolicyName}`,
      `data-stream ${StreamName}`,
      `delivery-stream ${DeliveryStreamName}`,
      `key ${Description}`,
      `log-group ${logGroupName}`,
    ];
    const order = world.events.filter((event) => event.startsWith("announced") || event.startsWith("sent Create"));
    const expected = [...creating, "CreateKey", "CreateLogGroup"].flatMap((operation, at) => [
      `announced ${made[at]}`,
      `sent ${operation}`,
    ]);
    expect(order.filter((event, at) => event !== order[at - 1])).toEqual(expected);

    const { root } = world;
    const found = await Promise.all([
      root.s3.send(new GetBucketTaggingCommand({ Bucket })).then(({ TagSet }) => TagSet),
      root.iam.send(new GetRoleCommand({ RoleName })).then(({ Role }) => Role?.Tags),
      root.iam.send(new GetUserCommand({ UserName })).then(({ User }) => User?.Tags),
      root.iam.send(new GetPolicyCommand({ PolicyArn: Policy?.Arn })).then(({ Policy }) => Policy?.Tags),
      root.kinesis.send(new ListTagsForStreamCommand({ StreamName })).then(({ Tags }) => Tags),
      root.firehose.send(new ListTagsForDeliveryStreamCommand({ DeliveryStreamName })).then(({ Tags }) => Tags),
      root.kms
        .send(new ListResourceTagsCommand({ KeyId: key?.KeyId }))
        .then(({ Tags = [] }) => Tags.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue }))),
      root.logs
        .send(new LogTags({ resourceArn: `arn:aws:logs:us-east-1:${world.accountA.id}:log-group:${logGroupName}` }))
        .then(({ tags = {} }) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))),
    ]);
    for (const seen of found) {
      expect([...(seen ?? [])].sort((one, other) => (one.Key ?? "").localeCompare(other.Key ?? ""))).toEqual(
        [...tagList].sort((one, other) => one.Key.localeCompare(other.Key)),
      );
    }
  });

  test("keeps the tags that it was given, and a bucket its place", async () => {
    await using world = await gated();
    await world.gated.s3.send(
      new CreateBucketCommand({
        Bucket,
        CreateBucketConfiguration: { LocationConstraint: "eu-west-1", Tags: [{ Key: "team", Value: "data" }] },
      }),
    );
    const { Buckets } = await world.root.s3.send(new ListBucketsCommand({}));
    expect(Buckets?.[0]).toMatchObject({ Name: Bucket, BucketRegion: "eu-west-1" });
    const ireland = clientsOf({ ...world.emulator, url: world.emulator.url, region: "eu-west-1" }, world.accountA);
    const { TagSet } = await ireland.s3.send(new GetBucketTaggingCommand({ Bucket }));
    expect(TagSet).toEqual([{ Key: "team", Value: "data" }, ...tagList]);
    ireland.s3.destroy();
  });

  test("carries the permissions boundary where one is asked for: roles and users", async () => {
    await using world = await gated({ permissionsBoundary: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" });
    const { iam } = world.gated;
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    await iam.send(new CreateUserCommand({ UserName }));
    const boundary = { PermissionsBoundaryArn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" };
    const { Role } = await world.root.iam.send(new GetRoleCommand({ RoleName }));
    const { User } = await world.root.iam.send(new GetUserCommand({ UserName }));
    expect([Role?.PermissionsBoundary, User?.PermissionsBoundary]).toMatchObject([boundary, boundary]);
  });

  test("carries none where none is asked for", async () => {
    await using world = await gated();
    await world.gated.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    const { Role } = await world.root.iam.send(new GetRoleCommand({ RoleName }));
    expect(Role?.PermissionsBoundary).toBeUndefined();
  });

  test("is not created where the journal cannot be written", async () => {
    const announce = () => {
      throw new Error("the disk is full");
    };
    await using world = await gated({ journal: { announce, removed: () => {}, outstanding: () => [] } });
    const call = world.gated.s3.send(new CreateBucketCommand({ Bucket }));
    expect(await errorOf(call)).toMatchObject({ code: "Error", message: "the disk is full" });
    expect(world.events).toEqual([]);
  });

  test("is written off when AWS refuses at once to create it, and when it is removed or gone already", async () => {
    await using world = await gated();
    const { iam, s3 } = world.gated;
    const broken = iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: "{" }));
    expect((await errorOf(broken)).code).toBe("MalformedPolicyDocumentException");
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
    expect((await errorOf(iam.send(new DeleteRoleCommand({ RoleName: UserName })))).code).toBe("NoSuchEntityException");
    expect(world.events.filter((event) => event.startsWith("removed"))).toEqual([
      `removed role ${RoleName}`,
      `removed bucket ${Bucket}`,
      `removed role ${UserName}`,
    ]);
  });

  test("stays in the journal when AWS does not let it be removed", async () => {
    await using world = await gated();
    const { iam } = world.gated;
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    const PolicyDocument = policyOf({ Action: "s3:*", Resource: "*" });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "deliver", PolicyDocument }));
    expect((await errorOf(iam.send(new DeleteRoleCommand({ RoleName })))).code).toBe("DeleteConflictException");
    expect(world.events.filter((event) => event.startsWith("removed"))).toEqual([]);
  });

  test("is a key under one description alone, and changed by the ARN that AWS gave it", async () => {
    await using world = await gated();
    const { kms } = world.gated;
    const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({ Description }));
    await kms.send(new DisableKeyCommand({ KeyId: key?.Arn }));
    expect((await errorOf(kms.send(new CreateKeyCommand({ Description })))).message).toBe(
      `kms:CreateKey is not sent to AWS: this run has a key \`${Description}\` already, and a key has no name but its description`,
    );
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: key?.KeyId, PendingWindowInDays: 7 }));
    expect(world.events.at(-1)).toBe(`removed key ${Description}`);
  });

  test("log streams belong to a log group of the run's", async () => {
    await using world = await gated();
    const { logs } = world.gated;
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: "DestinationDelivery" }));
    const other = new CreateLogStreamCommand({ logGroupName: "/aws/lambda/payroll", logStreamName: "x" });
    expect((await errorOf(logs.send(other))).code).toBe("GateError");
  });
});

test("lists of objects are paced, other reads are not; every call that is sent is counted", async () => {
  const counted: string[] = [];
  let paced = 0;
  await using world = await gated({
    pace: async () => void paced++,
    onCall: ({ service, operation }) => void counted.push(`${service}:${operation}`),
  });
  const { s3 } = world.gated;
  const Bucket = `${prefix}1-landing`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new ListBucketsCommand({}));
  await s3.send(new ListObjectsV2Command({ Bucket }));
  expect((await errorOf(s3.send(new DeleteBucketCommand({ Bucket: "payroll" })))).code).toBe("GateError");
  expect(paced).toBe(1);
  expect(counted).toEqual(["s3:CreateBucket", "s3:ListBuckets", "s3:ListObjectsV2"]);
});
