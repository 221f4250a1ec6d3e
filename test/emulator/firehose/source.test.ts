import { createHash } from "node:crypto";
import { CloudWatchClient, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import {
  CreateDeliveryStreamCommand,
  DeleteDeliveryStreamCommand,
  PutRecordBatchCommand,
  PutRecordCommand,
} from "@aws-sdk/client-firehose";
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListShardsCommand,
  PutRecordCommand as PutDataCommand,
  PutRecordsCommand,
  UpdateShardCountCommand,
} from "@aws-sdk/client-kinesis";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { errorOf } from "../../support/clients.ts";
import {
  creationMs,
  type DeliveryWorld,
  deliveryWorld,
  describe,
  putRolePolicy,
  type Statement,
  secondsMs,
} from "./support.ts";

const Bucket = "landing";
const readActions = ["kinesis:DescribeStream", "kinesis:GetShardIterator", "kinesis:GetRecords", "kinesis:ListShards"];
const toS3: Statement = { Action: "s3:*", Resource: "*" };
const toRead: Statement = { Action: readActions, Resource: "*" };

function dataStreamArn(aws: DeliveryWorld, name = "clicks"): string {
  return `arn:aws:kinesis:us-east-1:${aws.accountA.id}:stream/${name}`;
}

/** A bucket and a data stream of A, and a role that may read the one and write to the other. */
async function sourceWorld(): Promise<DeliveryWorld> {
  const aws = await deliveryWorld();
  await putRolePolicy(aws.a, "delivery", toS3, toRead);
  await aws.a.s3.send(new CreateBucketCommand({ Bucket }));
  await aws.a.kinesis.send(new CreateStreamCommand({ StreamName: "clicks", ShardCount: 2 }));
  await aws.emulator.clock.advance(10 * secondsMs);
  return aws;
}

async function create(aws: DeliveryWorld, KinesisStreamARN = dataStreamArn(aws)): Promise<string> {
  const { DeliveryStreamARN } = await aws.a.firehose.send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: "orders",
      DeliveryStreamType: "KinesisStreamAsSource",
      KinesisStreamSourceConfiguration: { KinesisStreamARN, RoleARN: aws.roleArn },
      ExtendedS3DestinationConfiguration: { RoleARN: aws.roleArn, BucketARN: `arn:aws:s3:::${Bucket}` },
    }),
  );
  return DeliveryStreamARN ?? "";
}

async function createActive(aws: DeliveryWorld): Promise<string> {
  const arn = await create(aws);
  await aws.emulator.clock.advance(creationMs);
  return arn;
}

function put(aws: DeliveryWorld, text: string, PartitionKey = text) {
  return aws.a.kinesis.send(new PutDataCommand({ StreamName: "clicks", Data: Buffer.from(text), PartitionKey }));
}

async function textsIn(aws: DeliveryWorld): Promise<readonly string[]> {
  const { Contents = [] } = await aws.a.s3.send(new ListObjectsV2Command({ Bucket }));
  const texts: string[] = [];
  for (const { Key } of Contents) {
    const { Body } = await aws.a.s3.send(new GetObjectCommand({ Bucket, Key }));
    texts.push((await Body?.transformToString()) ?? "");
  }
  return texts;
}

test("delivers what was put since its creation, an interval after it was read, and nothing put before", async () => {
  await using aws = await sourceWorld();
  await put(aws, "before creation");
  await create(aws);
  await put(aws, "while CREATING, ");
  expect((await describe(aws.a)).DeliveryStreamStatus).toBe("CREATING");
  await aws.emulator.clock.advance(creationMs + secondsMs);
  expect((await describe(aws.a)).DeliveryStreamStatus).toBe("ACTIVE");
  await put(aws, "while ACTIVE");
  await aws.emulator.clock.advance(289 * secondsMs);
  expect(await textsIn(aws)).toEqual([]);
  // Read within a second of being put, and buffered from then on.
  await aws.emulator.clock.advance(secondsMs);
  expect(await textsIn(aws)).toEqual(["while CREATING, while ACTIVE"]);
});

test("delivers what is put while CREATING after its role may read, too", async () => {
  await using aws = await sourceWorld();
  await putRolePolicy(aws.a, "delivery", toS3, { Action: "kinesis:DescribeStream", Resource: "*" });
  await put(aws, "before creation");
  await aws.emulator.clock.advance(secondsMs);
  await create(aws);
  await put(aws, "while CREATING");
  await aws.emulator.clock.advance(creationMs);
  await putRolePolicy(aws.a, "delivery", toS3, toRead);
  await aws.emulator.clock.advance(400 * secondsMs);
  expect(await textsIn(aws)).toEqual(["while CREATING"]);
});

test("stays ACTIVE when its source is deleted, and says that it is not there", async () => {
  await using aws = await sourceWorld();
  const arn = await createActive(aws);
  await put(aws, "read before");
  await aws.emulator.clock.advance(2 * secondsMs);
  await aws.a.kinesis.send(new DeleteStreamCommand({ StreamName: "clicks" }));
  await aws.emulator.clock.advance(300 * secondsMs);
  expect((await describe(aws.a)).DeliveryStreamStatus).toBe("ACTIVE");
  expect(aws.emulator.deliveries.failures(arn)[0]?.error).toMatchObject({
    code: "Kinesis.ResourceNotFound",
    message:
      "Firehose failed to read from the stream. If the Firehose is attached with Kinesis Stream, the stream may not exist, or the shard may have been merged or split. If the Firehose is of DirectPut type, the Firehose may not exist any more.",
    cause: { service: "kinesis", code: "ResourceNotFoundException" },
  });
  expect(await textsIn(aws)).toEqual(["read before"]);
});

test("shows the source and since when it is read", async () => {
  await using aws = await sourceWorld();
  const createdAt = new Date(aws.emulator.clock.now());
  await createActive(aws);
  const { Source, DeliveryStreamType } = await describe(aws.a);
  expect(DeliveryStreamType).toBe("KinesisStreamAsSource");
  expect(Source).toEqual({
    KinesisStreamSourceDescription: {
      KinesisStreamARN: dataStreamArn(aws),
      RoleARN: aws.roleArn,
      DeliveryStartTimestamp: createdAt,
    },
  });
});

test("refuses records that are put past the data stream", async () => {
  await using aws = await sourceWorld();
  await createActive(aws);
  const refused = {
    code: "InvalidArgumentException",
    message: "This operation is not permitted on KinesisStreamAsSource delivery stream type.",
    status: 400,
  };
  const record = { Data: Buffer.from("a") };
  const DeliveryStreamName = "orders";
  expect(await errorOf(aws.a.firehose.send(new PutRecordCommand({ DeliveryStreamName, Record: record })))).toEqual(
    refused,
  );
  expect(
    await errorOf(aws.a.firehose.send(new PutRecordBatchCommand({ DeliveryStreamName, Records: [record] }))),
  ).toEqual(refused);
});

test("keeps the order of each partition key over all shards", async () => {
  await using aws = await sourceWorld();
  await createActive(aws);
  const keys = ["a", "b", "c", "d"];
  for (let at = 0; at < 5; at++) for (const key of keys) await put(aws, `${key}${at} `, key);
  await aws.emulator.clock.advance(302 * secondsMs);
  const [text = ""] = await textsIn(aws);
  const words = text.trim().split(" ");
  expect(words).toHaveLength(20);
  for (const key of keys) {
    expect(words.filter((word) => word.startsWith(key))).toEqual([0, 1, 2, 3, 4].map((at) => `${key}${at}`));
  }
});

test("needs kinesis:DescribeStream at creation; kinesis:DescribeStreamSummary is not enough", async () => {
  await using aws = await sourceWorld();
  await putRolePolicy(aws.a, "delivery", toS3, { Action: "kinesis:DescribeStreamSummary", Resource: "*" });
  expect(await errorOf(create(aws))).toEqual({
    code: "InvalidArgumentException",
    message: `Role ${aws.roleArn} is not authorized to perform: kinesis:DescribeStream on resource ${dataStreamArn(aws)}.`,
    status: 400,
  });
  await putRolePolicy(aws.a, "delivery", toS3, { Action: "kinesis:DescribeStream", Resource: dataStreamArn(aws) });
  expect(await create(aws)).toContain("deliverystream/orders");
});

test("refuses a source that is missing, or of another account", async () => {
  await using aws = await sourceWorld();
  expect(await errorOf(create(aws, dataStreamArn(aws, "missing")))).toEqual({
    code: "InvalidArgumentException",
    message: `Stream missing under account ${aws.accountA.id} not found.`,
    status: 400,
  });
  const foreign = `arn:aws:kinesis:us-east-1:${aws.accountB.id}:stream/clicks`;
  expect(await errorOf(create(aws, foreign))).toMatchObject({ code: "InvalidArgumentException" });
});

test.each(readActions.filter((action) => action !== "kinesis:DescribeStream"))(
  "without %s reads nothing and says so, and reads all since its start once it may",
  async (missing) => {
    await using aws = await sourceWorld();
    await putRolePolicy(aws.a, "delivery", toS3, {
      Action: readActions.filter((action) => action !== missing),
      Resource: "*",
    });
    const arn = await createActive(aws);
    await put(aws, "kept");
    await aws.emulator.clock.advance(20 * secondsMs);
    const [first] = aws.emulator.deliveries.failures(arn);
    expect(first).toMatchObject({
      outcome: "failed",
      destination: dataStreamArn(aws),
      attempt: 1,
      error: {
        code: "Kinesis.AccessDenied",
        message:
          "Access was denied when calling Kinesis. Ensure the access policy on the IAM role used allows access to the appropriate Kinesis APIs.",
        cause: { service: "kinesis", operation: missing.slice("kinesis:".length), code: "AccessDeniedException" },
      },
    });
    await putRolePolicy(aws.a, "delivery", toS3, toRead);
    await aws.emulator.clock.advance(400 * secondsMs);
    expect(await textsIn(aws)).toEqual(["kept"]);
  },
);

test("reads once a second while something happens, and rests while nothing does", async () => {
  await using aws = await sourceWorld();
  await createActive(aws);
  await aws.a.kinesis.send(new DescribeStreamSummaryCommand({ StreamName: "clicks" }));
  const readTimes = async (seconds: number) => {
    const times: number[] = [];
    const start = aws.emulator.clock.now();
    const unsubscribe = aws.emulator.decisions.subscribe(({ operation, at }) => {
      if (operation === "GetRecords") times.push(at - start);
    });
    await aws.emulator.clock.advance(seconds * secondsMs);
    unsubscribe();
    return times;
  };
  // Two shards.
  expect(await readTimes(3)).toEqual([1_000, 1_000, 2_000, 2_000, 3_000, 3_000]);
  await readTimes(60);
  expect((await readTimes(3_600)).length).toBeLessThanOrEqual(2 * 61);
});

test("passes a day without records in no time, and still reads what comes after it", async () => {
  await using aws = await sourceWorld();
  await createActive(aws);
  let reads = 0;
  aws.emulator.decisions.subscribe(() => reads++);
  await aws.emulator.clock.advance(24 * 3_600 * secondsMs);
  expect(reads).toBeLessThan(5_000);
  await put(aws, "late");
  await aws.emulator.clock.advance(302 * secondsMs);
  expect(await textsIn(aws)).toEqual(["late"]);
});

test("stops reading and discards what is buffered when the delivery stream is deleted", async () => {
  await using aws = await sourceWorld();
  await createActive(aws);
  await put(aws, "discarded");
  await aws.emulator.clock.advance(2 * secondsMs);
  await aws.a.firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName: "orders" }));
  let calls = 0;
  aws.emulator.decisions.subscribe(() => calls++);
  await aws.emulator.clock.advance(400 * secondsMs);
  expect(calls).toBe(0);
  expect(await textsIn(aws)).toEqual([]);
});

test("finds every one of 10,000 records in the bucket, none missing, each once", async () => {
  await using aws = await sourceWorld();
  await createActive(aws);
  for (let batch = 0; batch < 20; batch++) {
    const Records = Array.from({ length: 500 }, (_, at) => {
      const id = String(batch * 500 + at).padStart(5, "0");
      return { Data: Buffer.from(`${id}\n`), PartitionKey: id };
    });
    await aws.a.kinesis.send(new PutRecordsCommand({ StreamName: "clicks", Records }));
    await aws.emulator.clock.advance(secondsMs);
  }
  await aws.emulator.clock.advance(302 * secondsMs);
  const ids = (await textsIn(aws)).join("").trim().split("\n");
  expect(ids).toHaveLength(10_000);
  expect(new Set(ids).size).toBe(10_000);
});

test("takes apart what the Kinesis Producer Library packed into one record", async () => {
  await using aws = await sourceWorld();
  await createActive(aws);
  const field = (id: number, bytes: Uint8Array) => Buffer.concat([Buffer.from([(id << 3) | 2, bytes.length]), bytes]);
  const userRecord = (text: string) => field(3, Buffer.concat([Buffer.from([0x08, 0]), field(3, Buffer.from(text))]));
  const message = Buffer.concat([field(1, Buffer.from("key")), userRecord("This is "), userRecord("a pen")]);
  const Data = Buffer.concat([Buffer.from("f3899ac2", "hex"), message, createHash("md5").update(message).digest()]);
  await aws.a.kinesis.send(new PutDataCommand({ StreamName: "clicks", Data, PartitionKey: "key" }));
  await aws.emulator.clock.advance(302 * secondsMs);
  expect(await textsIn(aws)).toEqual(["This is a pen"]);
});

test("follows the data stream when a shard is split, and keeps the order of each key", async () => {
  await using aws = await sourceWorld();
  await createActive(aws);
  const keys = ["a", "b", "c", "d"];
  const putRound = async (round: number) => {
    for (const key of keys) await put(aws, `${key}${round} `, key);
  };
  await putRound(0);
  await aws.a.kinesis.send(
    new UpdateShardCountCommand({ StreamName: "clicks", TargetShardCount: 4, ScalingType: "UNIFORM_SCALING" }),
  );
  await putRound(1);
  await aws.emulator.clock.advance(60 * secondsMs);
  await putRound(2);
  await aws.emulator.clock.advance(302 * secondsMs);
  const words = (await textsIn(aws)).join("").trim().split(" ");
  expect(words).toHaveLength(12);
  for (const key of keys) {
    expect(words.filter((word) => word.startsWith(key))).toEqual([0, 1, 2].map((round) => `${key}${round}`));
  }
});

test("goes on reading the other shards while one is throttled, and says nothing of it but a metric", async () => {
  await using aws = await sourceWorld();
  const arn = await createActive(aws);
  await put(aws, "a", "a");
  await put(aws, "b", "b");
  const { Shards = [] } = await aws.a.kinesis.send(new ListShardsCommand({ StreamName: "clicks" }));
  const { ShardIterator } = await aws.a.kinesis.send(
    new GetShardIteratorCommand({
      StreamName: "clicks",
      ShardId: Shards[0]?.ShardId,
      ShardIteratorType: "TRIM_HORIZON",
    }),
  );
  await aws.emulator.clock.advance(secondsMs - 1);
  for (let at = 0; at < 5; at++) await aws.a.kinesis.send(new GetRecordsCommand({ ShardIterator }));
  await aws.emulator.clock.advance(303 * secondsMs);
  expect((await textsIn(aws)).join("").split("").sort()).toEqual(["a", "b"]);
  expect(aws.emulator.deliveries.failures(arn)).toEqual([]);
  const cloudWatch = new CloudWatchClient({
    endpoint: aws.emulator.url,
    region: aws.emulator.region,
    credentials: aws.accountA,
  });
  const { Metrics } = await cloudWatch.send(new ListMetricsCommand({ MetricName: "ThrottledGetRecords" }));
  expect(Metrics).toHaveLength(1);
});
