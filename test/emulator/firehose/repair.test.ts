import { CreateStreamCommand, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { DeleteBucketPolicyCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import {
  allowInBucket,
  bucketOfB,
  createActive,
  deliveryActions,
  deliveryWorld,
  put,
  putRolePolicy,
  secondsMs,
  textsIn,
} from "./support.ts";

const batches = 20;
const batchSize = 500;

function batch(number: number): readonly string[] {
  return Array.from({ length: batchSize }, (_, at) => `${String(number * batchSize + at).padStart(5, "0")}\n`);
}

const allIds = Array.from({ length: batches * batchSize }, (_, at) => String(at).padStart(5, "0"));

test("loses none of 10,000 records that are put while the bucket policy is broken", async () => {
  await using aws = await deliveryWorld();
  await bucketOfB(aws);
  const arn = await createActive(aws, { BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 } });
  await put(aws, ...batch(0));
  await aws.emulator.clock.advance(60 * secondsMs);
  expect(aws.emulator.deliveries.failures(arn)).toEqual([]);
  await aws.b.s3.send(new DeleteBucketPolicyCommand({ Bucket: "landing" }));
  for (let number = 1; number < batches; number++) {
    await put(aws, ...batch(number));
    await aws.emulator.clock.advance(30 * secondsMs);
  }
  expect(aws.emulator.deliveries.failures(arn).at(-1)?.error?.code).toBe("S3.AccessDenied");
  await allowInBucket(aws, deliveryActions);
  await aws.emulator.clock.advance(600 * secondsMs);
  const ids = (await textsIn(aws.b)).join("").trim().split("\n");
  expect([...new Set(ids)].sort()).toEqual(allIds);
});

test("loses none of 10,000 records of a data stream that were put while the bucket policy was broken", async () => {
  await using aws = await deliveryWorld();
  await putRolePolicy(aws.a, "delivery", { Action: ["s3:*", "kinesis:*"], Resource: "*" });
  await bucketOfB(aws, ["s3:GetBucketLocation"]);
  await aws.a.kinesis.send(new CreateStreamCommand({ StreamName: "clicks", ShardCount: 2 }));
  await aws.emulator.clock.advance(10 * secondsMs);
  const arn = await createActive(
    aws,
    { BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 } },
    {
      DeliveryStreamType: "KinesisStreamAsSource",
      KinesisStreamSourceConfiguration: {
        KinesisStreamARN: `arn:aws:kinesis:us-east-1:${aws.accountA.id}:stream/clicks`,
        RoleARN: aws.roleArn,
      },
    },
  );
  for (let number = 0; number < batches; number++) {
    const Records = batch(number).map((data) => ({ Data: Buffer.from(data), PartitionKey: data }));
    const { FailedRecordCount } = await aws.a.kinesis.send(new PutRecordsCommand({ StreamName: "clicks", Records }));
    expect(FailedRecordCount).toBe(0);
    await aws.emulator.clock.advance(10 * secondsMs);
  }
  expect(aws.emulator.deliveries.failures(arn).length).toBeGreaterThan(0);
  await allowInBucket(aws, deliveryActions);
  await aws.emulator.clock.advance(600 * secondsMs);
  const ids = (await textsIn(aws.b)).join("").trim().split("\n");
  expect([...new Set(ids)].sort()).toEqual(allIds);
});

test("keeps what outgrows the backlog in the data stream, and delivers all of it after the repair", async () => {
  await using aws = await deliveryWorld();
  await putRolePolicy(aws.a, "delivery", { Action: ["s3:*", "kinesis:*"], Resource: "*" });
  await bucketOfB(aws, ["s3:GetBucketLocation"]);
  await aws.a.kinesis.send(new CreateStreamCommand({ StreamName: "clicks", ShardCount: 4 }));
  await aws.emulator.clock.advance(10 * secondsMs);
  await createActive(
    aws,
    { BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 } },
    {
      DeliveryStreamType: "KinesisStreamAsSource",
      KinesisStreamSourceConfiguration: {
        KinesisStreamARN: `arn:aws:kinesis:us-east-1:${aws.accountA.id}:stream/clicks`,
        RoleARN: aws.roleArn,
      },
    },
  );
  for (let at = 0; at < 10; at++) {
    const Records = Array.from({ length: 4 }, (_, key) => ({
      Data: Buffer.from(`${at}-${key}:${"x".repeat(200_000)}\n`),
      PartitionKey: `${at}-${key}`,
    }));
    await aws.a.kinesis.send(new PutRecordsCommand({ StreamName: "clicks", Records }));
    await aws.emulator.clock.advance(2 * secondsMs);
  }
  await allowInBucket(aws, deliveryActions);
  await aws.emulator.clock.advance(900 * secondsMs);
  const ids = (await textsIn(aws.b)).flatMap((text) => text.split("\n").map((line) => line.split(":")[0] ?? ""));
  const expected = Array.from({ length: 40 }, (_, at) => `${Math.floor(at / 4)}-${at % 4}`);
  expect([...new Set(ids)].filter((id) => id !== "").sort()).toEqual(expected.sort());
});
