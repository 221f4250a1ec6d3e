import {
  AddTagsToStreamCommand,
  CreateStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  DescribeLimitsCommand,
  DescribeStreamCommand,
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  DisableEnhancedMonitoringCommand,
  EnableEnhancedMonitoringCommand,
  GetRecordsCommand,
  IncreaseStreamRetentionPeriodCommand,
  ListStreamConsumersCommand,
  ListTagsForResourceCommand,
  ListTagsForStreamCommand,
  PutRecordCommand,
  RegisterStreamConsumerCommand,
  RemoveTagsFromStreamCommand,
  SubscribeToShardCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateMaxRecordSizeCommand,
} from "@aws-sdk/client-kinesis";
import { expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { activeStream, fromTheStart } from "./streams.ts";

const StreamName = "orders";
const arnOf = (aws: TwoAccounts) => `arn:aws:kinesis:us-east-1:${aws.accountA.id}:stream/${StreamName}`;
const hourMs = 3_600_000;

test("keeps records as long as the retention period says, and what has expired stays gone", async () => {
  await using aws = await twoAccounts();
  await activeStream(aws);
  const retain = async (RetentionPeriodHours: number) => {
    const command =
      RetentionPeriodHours > 24 ? IncreaseStreamRetentionPeriodCommand : DecreaseStreamRetentionPeriodCommand;
    await aws.a.kinesis.send(new command({ StreamName, RetentionPeriodHours }));
  };
  const readKeys = async () => {
    const ShardIterator = await fromTheStart(aws.a, StreamName);
    const { Records } = await aws.a.kinesis.send(new GetRecordsCommand({ ShardIterator }));
    return Records?.map(({ PartitionKey }) => PartitionKey);
  };
  await retain(48);
  await aws.a.kinesis.send(new PutRecordCommand({ StreamName, Data: Buffer.from("x"), PartitionKey: "k" }));
  await aws.emulator.clock.advance(30 * hourMs);
  expect(await readKeys()).toEqual(["k"]);
  await retain(24);
  expect(await readKeys()).toEqual([]);
  await retain(48);
  expect(await readKeys()).toEqual([]);
});

test.each<
  [string, typeof IncreaseStreamRetentionPeriodCommand | typeof DecreaseStreamRetentionPeriodCommand, number, string]
>([
  [
    "to be shortened by the operation that lengthens it",
    IncreaseStreamRetentionPeriodCommand,
    36,
    "Requested retention period (36 hours) for stream orders can not be shorter than existing retention period (48 hours). Use DecreaseRetentionPeriod API.",
  ],
  [
    "to be lengthened by the operation that shortens it",
    DecreaseStreamRetentionPeriodCommand,
    72,
    "Requested retention period (72 hours) for stream orders can not be longer than existing retention period (48 hours). Use IncreaseRetentionPeriod API.",
  ],
  [
    "of less than a day",
    DecreaseStreamRetentionPeriodCommand,
    23,
    "Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too short.",
  ],
  [
    "of more than a year",
    IncreaseStreamRetentionPeriodCommand,
    8761,
    "Maximum allowed retention period is 8760 hours. Requested retention period (8761 hours) is too long.",
  ],
])("refuses a retention period %s", async (_what, command, RetentionPeriodHours, message) => {
  await using aws = await twoAccounts();
  await activeStream(aws);
  await aws.a.kinesis.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 48 }));
  expect(await errorOf(aws.a.kinesis.send(new command({ StreamName, RetentionPeriodHours })))).toEqual({
    code: "InvalidArgumentException",
    message,
    status: 400,
  });
});

test("adds, lists and removes tags, by name and by ARN", async () => {
  await using aws = await twoAccounts();
  await aws.a.kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1, Tags: { a: "1" } }));
  const ResourceARN = arnOf(aws);
  await aws.a.kinesis.send(new AddTagsToStreamCommand({ StreamName, Tags: { c: "3", a: "2" } }));
  await aws.a.kinesis.send(new TagResourceCommand({ ResourceARN, Tags: { b: "" } }));
  const first = await aws.a.kinesis.send(new ListTagsForStreamCommand({ StreamName, Limit: 2 }));
  expect(first).toMatchObject({
    Tags: [
      { Key: "a", Value: "2" },
      { Key: "b", Value: "" },
    ],
    HasMoreTags: true,
  });
  const second = await aws.a.kinesis.send(new ListTagsForStreamCommand({ StreamName, ExclusiveStartTagKey: "b" }));
  expect(second).toMatchObject({ Tags: [{ Key: "c", Value: "3" }], HasMoreTags: false });
  await aws.a.kinesis.send(new RemoveTagsFromStreamCommand({ StreamName, TagKeys: ["a", "zz"] }));
  await aws.a.kinesis.send(new UntagResourceCommand({ ResourceARN, TagKeys: ["b"] }));
  expect((await aws.a.kinesis.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags).toEqual([
    { Key: "c", Value: "3" },
  ]);
});

test("refuses tags with characters that AWS does not take, and more than fifty", async () => {
  await using aws = await twoAccounts();
  await activeStream(aws);
  const add = (Tags: Record<string, string>) => aws.a.kinesis.send(new AddTagsToStreamCommand({ StreamName, Tags }));
  expect((await errorOf(add({ "a!": "1" }))).message).toBe(
    "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @ :.",
  );
  await add(Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`key-${at}`, "ü"])));
  await add({ "key-1": "again" });
  expect((await errorOf(add({ another: "1" }))).message).toBe(
    `Failed to add tags to stream orders under account ${aws.accountA.id} because a given stream cannot have more than 50 tags associated with it.`,
  );
});

test("takes larger records once the stream's largest record size is raised", async () => {
  await using aws = await twoAccounts();
  await activeStream(aws);
  const put = () =>
    aws.a.kinesis.send(new PutRecordCommand({ StreamName, Data: Buffer.alloc(2_000_000), PartitionKey: "k" }));
  expect((await errorOf(put())).code).toBe("ValidationException");
  await aws.a.kinesis.send(new UpdateMaxRecordSizeCommand({ StreamARN: arnOf(aws), MaxRecordSizeInKiB: 2048 }));
  await aws.emulator.clock.advance(1500);
  expect((await put()).ShardId).toBe("shardId-000000000000");
});

test("switches shard-level metrics on and off", async () => {
  await using aws = await twoAccounts();
  await activeStream(aws);
  const on = await aws.a.kinesis.send(
    new EnableEnhancedMonitoringCommand({ StreamName, ShardLevelMetrics: ["IncomingRecords", "IncomingBytes"] }),
  );
  expect(on).toMatchObject({
    CurrentShardLevelMetrics: [],
    DesiredShardLevelMetrics: ["IncomingBytes", "IncomingRecords"],
  });
  await aws.emulator.clock.advance(1500);
  const shown = async () =>
    (await aws.a.kinesis.send(new DescribeStreamCommand({ StreamName }))).StreamDescription?.EnhancedMonitoring;
  expect(await shown()).toEqual([{ ShardLevelMetrics: ["IncomingBytes", "IncomingRecords"] }]);
  await aws.a.kinesis.send(new DisableEnhancedMonitoringCommand({ StreamName, ShardLevelMetrics: ["ALL"] }));
  await aws.emulator.clock.advance(1500);
  expect(await shown()).toEqual([{ ShardLevelMetrics: [] }]);
});

test("tells the account's quotas and what is used of them", async () => {
  await using aws = await twoAccounts();
  await activeStream(aws, { shards: 3 });
  await aws.a.kinesis.send(new CreateStreamCommand({ StreamName: "on-demand" }));
  expect(await aws.a.kinesis.send(new DescribeLimitsCommand({}))).toMatchObject({
    ShardLimit: 500,
    OpenShardCount: 3,
    OnDemandStreamCount: 1,
    OnDemandStreamCountLimit: 50,
  });
});

test("registers consumers, lists them and lets them go", async () => {
  await using aws = await twoAccounts();
  await activeStream(aws);
  const StreamARN = arnOf(aws);
  const register = new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: "reader" });
  const { Consumer } = await aws.a.kinesis.send(register);
  expect(Consumer).toMatchObject({ ConsumerName: "reader", ConsumerStatus: "CREATING" });
  expect(Consumer?.ConsumerARN).toMatch(/^arn:aws:kinesis:us-east-1:\d{12}:stream\/orders\/consumer\/reader:\d{10}$/);
  expect((await errorOf(aws.a.kinesis.send(register))).code).toBe("ResourceInUseException");
  await aws.emulator.clock.advance(1500);
  const describe = () => aws.a.kinesis.send(new DescribeStreamConsumerCommand({ ConsumerARN: Consumer?.ConsumerARN }));
  expect((await describe()).ConsumerDescription).toEqual({ ...Consumer, ConsumerStatus: "ACTIVE", StreamARN });
  const { Consumers } = await aws.a.kinesis.send(new ListStreamConsumersCommand({ StreamARN }));
  expect(Consumers).toEqual([{ ...Consumer, ConsumerStatus: "ACTIVE" }]);
  const summary = await aws.a.kinesis.send(new DescribeStreamSummaryCommand({ StreamARN }));
  expect(summary.StreamDescriptionSummary?.ConsumerCount).toBe(1);
  await aws.a.kinesis.send(new DeregisterStreamConsumerCommand({ StreamARN, ConsumerName: "reader" }));
  expect((await describe()).ConsumerDescription?.ConsumerStatus).toBe("DELETING");
  await aws.emulator.clock.advance(1500);
  expect((await errorOf(describe())).code).toBe("ResourceNotFoundException");
});

test("a stream with consumers is deleted only where that is asked for", async () => {
  await using aws = await twoAccounts();
  await activeStream(aws);
  await aws.a.kinesis.send(new RegisterStreamConsumerCommand({ StreamARN: arnOf(aws), ConsumerName: "reader" }));
  expect((await errorOf(aws.a.kinesis.send(new DeleteStreamCommand({ StreamName })))).code).toBe(
    "ResourceInUseException",
  );
  await aws.a.kinesis.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }));
});

test("says that enhanced fan-out is not emulated", async () => {
  await using aws = await twoAccounts();
  const subscribe = aws.a.kinesis.send(
    new SubscribeToShardCommand({
      ConsumerARN: `${arnOf(aws)}/consumer/reader:1`,
      ShardId: "shardId-000000000000",
      StartingPosition: { Type: "LATEST" },
    }),
  );
  expect((await errorOf(subscribe)).message).toBe("kinesis:SubscribeToShard is not emulated by firehose-crosscheck.");
});
