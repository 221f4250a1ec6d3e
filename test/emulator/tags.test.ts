/**
 * What a harness that may touch nothing but its own leans on: every creating operation takes tags, can be held to them by
 * `aws:RequestTag`, and what it made can be told by them, by listing and by `aws:ResourceTag`.
 */
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateDeliveryStreamCommand,
  DeleteDeliveryStreamCommand,
  ListTagsForDeliveryStreamCommand,
} from "@aws-sdk/client-firehose";
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  ListPolicyTagsCommand,
  ListRoleTagsCommand,
  ListUserTagsCommand,
} from "@aws-sdk/client-iam";
import { CreateStreamCommand, DeleteStreamCommand, ListTagsForStreamCommand } from "@aws-sdk/client-kinesis";
import { CreateKeyCommand, ListResourceTagsCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { CreateBucketCommand, DeleteBucketCommand, GetBucketTaggingCommand } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { type Clients, errorOf, type TwoAccounts, twoAccounts } from "../support/clients.ts";
import { makeRole, makeUser, policyOf, type StatementParts, trusting } from "../support/identities.ts";

type Tags = Readonly<Record<string, string>>;

interface Made {
  readonly tags: () => Promise<Tags>;
  readonly remove: (by: Clients) => Promise<unknown>;
}

const list = (tags: Tags) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
const record = (tags: readonly { readonly Key?: string; readonly Value?: string }[] = []): Tags =>
  Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
const document = policyOf({ Action: "s3:GetObject", Resource: "*" });

/** Creates something as `by`, with tags where there are any. */
const creations: Readonly<Record<string, (by: Clients, tags: Tags, aws: TwoAccounts) => Promise<Made>>> = {
  "s3:CreateBucket": async ({ s3 }, tags) => {
    const CreateBucketConfiguration = Object.keys(tags).length === 0 ? undefined : { Tags: list(tags) };
    await s3.send(new CreateBucketCommand({ Bucket: "tagged", CreateBucketConfiguration }));
    return {
      tags: async () => record((await s3.send(new GetBucketTaggingCommand({ Bucket: "tagged" }))).TagSet),
      remove: (by) => by.s3.send(new DeleteBucketCommand({ Bucket: "tagged" })),
    };
  },
  "iam:CreateRole": async ({ iam }, tags) => {
    const trust = trusting({ Service: "firehose.amazonaws.com" });
    await iam.send(new CreateRoleCommand({ RoleName: "tagged", AssumeRolePolicyDocument: trust, Tags: list(tags) }));
    return {
      tags: async () => record((await iam.send(new ListRoleTagsCommand({ RoleName: "tagged" }))).Tags),
      remove: (by) => by.iam.send(new DeleteRoleCommand({ RoleName: "tagged" })),
    };
  },
  "iam:CreateUser": async ({ iam }, tags) => {
    await iam.send(new CreateUserCommand({ UserName: "tagged", Tags: list(tags) }));
    return {
      tags: async () => record((await iam.send(new ListUserTagsCommand({ UserName: "tagged" }))).Tags),
      remove: (by) => by.iam.send(new DeleteUserCommand({ UserName: "tagged" })),
    };
  },
  "iam:CreatePolicy": async ({ iam }, tags) => {
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: "tagged", PolicyDocument: document, Tags: list(tags) }),
    );
    const PolicyArn = Policy?.Arn;
    return {
      tags: async () => record((await iam.send(new ListPolicyTagsCommand({ PolicyArn }))).Tags),
      remove: (by) => by.iam.send(new DeletePolicyCommand({ PolicyArn })),
    };
  },
  "kms:CreateKey": async ({ kms }, tags) => {
    const Tags = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Tags }));
    const KeyId = KeyMetadata?.KeyId;
    return {
      tags: async () => {
        const { Tags: found = [] } = await kms.send(new ListResourceTagsCommand({ KeyId }));
        return record(found.map(({ TagKey: Key, TagValue: Value }) => ({ Key, Value })));
      },
      remove: (by) => by.kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 })),
    };
  },
  "logs:CreateLogGroup": async ({ logs }, tags, { emulator, accountA }) => {
    const given = Object.keys(tags).length === 0 ? {} : { tags };
    await logs.send(new CreateLogGroupCommand({ logGroupName: "tagged", ...given }));
    const resourceArn = `arn:aws:logs:${emulator.region}:${accountA.id}:log-group:tagged`;
    return {
      tags: async () => (await logs.send(new ListTagsForResourceCommand({ resourceArn }))).tags ?? {},
      remove: (by) => by.logs.send(new DeleteLogGroupCommand({ logGroupName: "tagged" })),
    };
  },
  "kinesis:CreateStream": async ({ kinesis }, tags, { emulator }) => {
    await kinesis.send(new CreateStreamCommand({ StreamName: "tagged", ShardCount: 1, Tags: { ...tags } }));
    await emulator.clock.advance(60_000);
    return {
      tags: async () => record((await kinesis.send(new ListTagsForStreamCommand({ StreamName: "tagged" }))).Tags),
      remove: (by) => by.kinesis.send(new DeleteStreamCommand({ StreamName: "tagged" })),
    };
  },
  "firehose:CreateDeliveryStream": async ({ firehose }, tags, aws) => {
    const RoleARN = `arn:aws:iam::${aws.accountA.id}:role/delivery`;
    await firehose.send(
      new CreateDeliveryStreamCommand({
        DeliveryStreamName: "tagged",
        ExtendedS3DestinationConfiguration: { RoleARN, BucketARN: "arn:aws:s3:::landing" },
        ...(Object.keys(tags).length > 0 && { Tags: list(tags) }),
      }),
    );
    await aws.emulator.clock.advance(60_000);
    return {
      tags: async () =>
        record((await firehose.send(new ListTagsForDeliveryStreamCommand({ DeliveryStreamName: "tagged" }))).Tags),
      remove: (by) => by.firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName: "tagged" })),
    };
  },
};

const ours = { "crosscheck:run": "r1", "crosscheck:expires": "2026-11-24T12:00:00Z" };
const isRun = (keys: "RequestTag" | "ResourceTag", run: string) => ({
  StringEquals: { [`aws:${keys}/crosscheck:run`]: run },
});
const reading = ["s3:GetBucketTagging", "iam:List*", "kms:List*", "logs:List*", "kinesis:List*", "firehose:List*"];

/** A user of account A with these statements, who may list tags and pass the role of Firehose besides. */
async function userWith(aws: TwoAccounts, name: string, ...statements: readonly StatementParts[]): Promise<Clients> {
  const helping = { Action: [...reading, "iam:PassRole"], Resource: "*" };
  const { keys } = await makeUser(aws.a, name, helping, ...statements);
  return aws.clientsOf(keys);
}

describe.each(Object.entries(creations))("%s", (action, create) => {
  async function world(): Promise<TwoAccounts> {
    const aws = await twoAccounts();
    const trust = trusting({ Service: "firehose.amazonaws.com" });
    await makeRole(aws.a, "delivery", trust, { Action: "s3:GetBucketLocation", Resource: "*" });
    await aws.a.s3.send(new CreateBucketCommand({ Bucket: "landing" }));
    return aws;
  }

  test("takes tags and answers them back", async () => {
    await using aws = await world();
    const made = await create(aws.a, ours, aws);
    expect(await made.tags()).toEqual(ours);
  });

  test("can be held to tags: the right one passes, none and another do not", async () => {
    await using aws = await world();
    const tagging = ["s3:Tag*", "iam:Tag*", "kms:Tag*", "logs:Tag*", "kinesis:AddTags*", "firehose:Tag*"];
    const onlyOurs = { Action: [action, ...tagging], Resource: "*", Condition: isRun("RequestTag", "r1") };
    const ann = await userWith(aws, "ann", onlyOurs);
    const refused = { code: expect.stringMatching(/^AccessDenied(Exception)?$/) };
    expect(await errorOf(create(ann, {}, aws))).toMatchObject(refused);
    expect(await errorOf(create(ann, { ...ours, "crosscheck:run": "r2" }, aws))).toMatchObject(refused);
    await create(ann, ours, aws);
  });

  test("can be held to which tags there are at all", async () => {
    await using aws = await world();
    const Condition = { "ForAnyValue:StringEquals": { "aws:TagKeys": "crosscheck:run" } };
    const ann = await userWith(aws, "ann", { Action: "*", Resource: "*", Condition });
    expect((await errorOf(create(ann, { owner: "ann" }, aws))).code).toMatch(/^AccessDenied/);
    await create(ann, ours, aws);
  });

  test("needs the permission to tag beside its own where it tags, and not where it does not", async () => {
    await using aws = await world();
    const ann = await userWith(aws, "ann", { Action: action, Resource: "*" });
    expect((await errorOf(create(ann, ours, aws))).code).toMatch(/^AccessDenied/);
    await create(ann, {}, aws);
  });

  test("makes what only the owner of its tag may remove; a bucket's tags decide nothing, for its ABAC is off", async () => {
    await using aws = await world();
    const made = await create(aws.a, ours, aws);
    const mayRemove = (run: string) => ({ Action: "*", Resource: "*", Condition: isRun("ResourceTag", run) });
    const other = await userWith(aws, "other", mayRemove("r2"));
    const owner = await userWith(aws, "owner", mayRemove("r1"));
    expect((await errorOf(made.remove(other))).code).toMatch(/^AccessDenied/);
    if (action === "s3:CreateBucket") expect((await errorOf(made.remove(owner))).code).toBe("AccessDenied");
    else await made.remove(owner);
  });
});
