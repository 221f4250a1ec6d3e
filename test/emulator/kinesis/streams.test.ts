import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  ListShardsCommand,
  ListStreamsCommand,
  PutRecordCommand,
} from "@aws-sdk/client-kinesis";
import { expect, test } from "vitest";
import { errorOf, twoAccounts } from "../../support/clients.ts";
import { activeStream } from "./streams.ts";

test("a new stream is CREATING until the clock has moved on, and then ACTIVE", async () => {
  await using aws = await twoAccounts();
  await aws.a.kinesis.send(new CreateStreamCommand({ StreamName: "orders", ShardCount: 1 }));
  const describe = async () =>
    (await aws.a.kinesis.send(new DescribeStreamCommand({ StreamName: "orders" }))).StreamDescription;
  expect(await describe()).toMatchObject({ StreamStatus: "CREATING", Shards: [] });
  await aws.emulator.clock.advance(1499);
  expect((await describe())?.StreamStatus).toBe("CREATING");
  await aws.emulator.clock.advance(1);
  expect((await describe())?.StreamStatus).toBe("ACTIVE");
});

test("describes a stream with all its defaults", async () => {
  await using aws = await twoAccounts();
  const createdAt = aws.emulator.clock.now();
  const StreamName = await activeStream(aws, { shards: 3 });
  const { StreamDescription } = await aws.a.kinesis.send(new DescribeStreamCommand({ StreamName }));
  const starts = StreamDescription?.Shards?.map(
    ({ SequenceNumberRange }) => SequenceNumberRange?.StartingSequenceNumber,
  );
  expect(StreamDescription).toEqual({
    StreamName: "orders",
    StreamARN: `arn:aws:kinesis:us-east-1:${aws.accountA.id}:stream/orders`,
    StreamStatus: "ACTIVE",
    StreamModeDetails: { StreamMode: "PROVISIONED" },
    Shards: [
      {
        ShardId: "shardId-000000000000",
        HashKeyRange: { StartingHashKey: "0", EndingHashKey: "113427455640312821154458202477256070484" },
        SequenceNumberRange: { StartingSequenceNumber: starts?.[0] },
      },
      {
        ShardId: "shardId-000000000001",
        HashKeyRange: {
          StartingHashKey: "113427455640312821154458202477256070485",
          EndingHashKey: "226854911280625642308916404954512140969",
        },
        SequenceNumberRange: { StartingSequenceNumber: starts?.[1] },
      },
      {
        ShardId: "shardId-000000000002",
        HashKeyRange: {
          StartingHashKey: "226854911280625642308916404954512140970",
          EndingHashKey: "340282366920938463463374607431768211455",
        },
        SequenceNumberRange: { StartingSequenceNumber: starts?.[2] },
      },
    ],
    HasMoreShards: false,
    RetentionPeriodHours: 24,
    StreamCreationTimestamp: new Date(Math.floor(createdAt / 1000) * 1000),
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: "NONE",
  });
  for (const start of starts ?? []) expect(start).toMatch(/^\d{56}$/);
});

test("sums a stream up without its shards", async () => {
  await using aws = await twoAccounts();
  const StreamARN = `arn:aws:kinesis:us-east-1:${aws.accountA.id}:stream/${await activeStream(aws, { shards: 2 })}`;
  const { StreamDescriptionSummary } = await aws.a.kinesis.send(new DescribeStreamSummaryCommand({ StreamARN }));
  expect(StreamDescriptionSummary).toMatchObject({
    StreamARN,
    StreamStatus: "ACTIVE",
    OpenShardCount: 2,
    ConsumerCount: 0,
    MaxRecordSizeInKiB: 1024,
  });
});

test("a stream of which neither mode nor shards are given is on demand, with four shards", async () => {
  await using aws = await twoAccounts();
  await aws.a.kinesis.send(new CreateStreamCommand({ StreamName: "orders" }));
  await aws.emulator.clock.advance(2000);
  const { StreamDescription } = await aws.a.kinesis.send(new DescribeStreamCommand({ StreamName: "orders" }));
  expect(StreamDescription?.StreamModeDetails).toEqual({ StreamMode: "ON_DEMAND" });
  expect(StreamDescription?.Shards).toHaveLength(4);
});

test("a deleted stream is DELETING until the clock has moved on, and then gone; its name is free again", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  await aws.a.kinesis.send(new DeleteStreamCommand({ StreamName }));
  const describe = () => aws.a.kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
  expect((await describe()).StreamDescriptionSummary?.StreamStatus).toBe("DELETING");
  await aws.emulator.clock.advance(1500);
  expect(await errorOf(describe())).toEqual({
    code: "ResourceNotFoundException",
    message: `Stream orders under account ${aws.accountA.id} not found.`,
    status: 400,
  });
  await activeStream(aws);
  expect((await describe()).StreamDescriptionSummary?.StreamStatus).toBe("ACTIVE");
});

test("refuses a name that is taken in the account, and not in the other account", async () => {
  await using aws = await twoAccounts();
  await activeStream(aws);
  const create = new CreateStreamCommand({ StreamName: "orders", ShardCount: 1 });
  expect(await errorOf(aws.a.kinesis.send(create))).toEqual({
    code: "ResourceInUseException",
    message: `Stream orders under account ${aws.accountA.id} already exists.`,
    status: 400,
  });
  await aws.b.kinesis.send(create);
  expect((await aws.b.kinesis.send(new ListStreamsCommand({}))).StreamNames).toEqual(["orders"]);
});

test("takes no records while it is being created or deleted", async () => {
  await using aws = await twoAccounts();
  const put = () =>
    aws.a.kinesis.send(new PutRecordCommand({ StreamName: "orders", Data: Buffer.from("x"), PartitionKey: "k" }));
  const notFound = {
    code: "ResourceNotFoundException",
    message: `Stream orders under account ${aws.accountA.id} not found.`,
    status: 400,
  };
  await aws.a.kinesis.send(new CreateStreamCommand({ StreamName: "orders", ShardCount: 1 }));
  expect(await errorOf(put())).toEqual(notFound);
  await aws.emulator.clock.advance(1500);
  expect((await put()).ShardId).toBe("shardId-000000000000");
  await aws.a.kinesis.send(new DeleteStreamCommand({ StreamName: "orders" }));
  expect(await errorOf(put())).toEqual(notFound);
});

test("lists streams by name, page by page", async () => {
  await using aws = await twoAccounts();
  for (const name of ["c", "a", "b"]) await activeStream(aws, { name });
  const first = await aws.a.kinesis.send(new ListStreamsCommand({ Limit: 2 }));
  const second = await aws.a.kinesis.send(new ListStreamsCommand({ Limit: 2, NextToken: first.NextToken }));
  expect([first.StreamNames, first.HasMoreStreams]).toEqual([["a", "b"], true]);
  expect([second.StreamNames, second.HasMoreStreams, second.NextToken]).toEqual([["c"], false, undefined]);
});

test("lists shards page by page, and refuses a token after five minutes", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws, { shards: 3 });
  const ids = (shards: readonly { ShardId?: string | undefined }[] = []) =>
    shards.map(({ ShardId }) => ShardId?.at(-1));
  const first = await aws.a.kinesis.send(new ListShardsCommand({ StreamName, MaxResults: 2 }));
  const next = new ListShardsCommand({ NextToken: first.NextToken });
  const second = await aws.a.kinesis.send(next);
  expect([ids(first.Shards), ids(second.Shards), second.NextToken]).toEqual([["0", "1"], ["2"], undefined]);
  await aws.emulator.clock.advance(300_001);
  expect((await errorOf(aws.a.kinesis.send(next))).code).toBe("ExpiredNextTokenException");
});

test("refuses more shards than the account may have in the region", async () => {
  await using aws = await twoAccounts();
  await activeStream(aws, { shards: 499 });
  const create = (name: string, ShardCount: number) =>
    aws.a.kinesis.send(new CreateStreamCommand({ StreamName: name, ShardCount }));
  expect(await errorOf(create("two", 2))).toEqual({
    code: "LimitExceededException",
    message: `This request would exceed the shard limit for the account ${aws.accountA.id} in us-east-1. Current shard count for the account: 499. Limit: 500. Number of additional shards that would have resulted from this request: 2. Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request higher limits.`,
    status: 400,
  });
  await create("one", 1);
});

test.each<[string, object, string]>([
  [
    "neither name nor ARN",
    {},
    "1 validation error detected: Value null at 'streamName' failed to satisfy constraint: Member must not be null",
  ],
  [
    "a name outside its pattern",
    { StreamName: "a/b" },
    "1 validation error detected: Value 'a/b' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
  ],
  [
    "an ARN of something else",
    { StreamARN: "arn:aws:s3:::orders" },
    String.raw`1 validation error detected: Value 'arn:aws:s3:::orders' at 'streamARN' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:aws.*:kinesis:.*:\d{12}:stream/\S+`,
  ],
])("refuses %s", async (_what, input, message) => {
  await using aws = await twoAccounts();
  expect(await errorOf(aws.a.kinesis.send(new DescribeStreamCommand(input)))).toEqual({
    code: "ValidationException",
    message,
    status: 400,
  });
});

test("names a parameter that is not emulated", async () => {
  await using aws = await twoAccounts();
  const call = aws.a.kinesis.send(
    new CreateStreamCommand({ StreamName: "orders", ShardCount: 1, WarmThroughputMiBps: 1 }),
  );
  expect(await errorOf(call)).toMatchObject({
    code: "NotImplemented",
    message: "The parameter `WarmThroughputMiBps` of kinesis:CreateStream is not emulated by firehose-crosscheck.",
  });
});

test("another account's stream is out of reach by its ARN, whether it exists or not", async () => {
  await using aws = await twoAccounts();
  await activeStream(aws);
  const describe = async (name: string) =>
    errorOf(
      aws.b.kinesis.send(
        new DescribeStreamCommand({ StreamARN: `arn:aws:kinesis:us-east-1:${aws.accountA.id}:stream/${name}` }),
      ),
    );
  const there = await describe("orders");
  expect(there.code).toBe("AccessDeniedException");
  expect(await describe("nothing")).toEqual({ ...there, message: there.message.replace("orders", "nothing") });
});

test("an on-demand stream is created without a shard count, a provisioned one with it", async () => {
  await using aws = await twoAccounts();
  const create = (StreamMode: "ON_DEMAND" | "PROVISIONED", shards: { readonly ShardCount?: number }) =>
    aws.a.kinesis.send(
      new CreateStreamCommand({ StreamName: `of-${StreamMode}`, StreamModeDetails: { StreamMode }, ...shards }),
    );
  const refused = { code: "ValidationException", status: 400 };
  expect(await errorOf(create("ON_DEMAND", { ShardCount: 1 }))).toEqual({
    ...refused,
    message: "ShardCount is not expected when StreamMode=ON_DEMAND",
  });
  expect(await errorOf(create("PROVISIONED", {}))).toEqual({
    ...refused,
    message: "ShardCount is expected when StreamMode=PROVISIONED",
  });
  await create("ON_DEMAND", {});
  await create("PROVISIONED", { ShardCount: 1 });
});
