import { expect, test } from "vitest";
import type { ResourceKind } from "../../../../harness/journal/journal.ts";
import type { PassedJudgement } from "../../../../harness/targets/aws/judge.ts";
import { Metering } from "../../../../harness/targets/aws/metering.ts";
import type { Input, ServiceName } from "../../../../harness/targets/aws/operations.ts";
import { costOf, nothingUsed, prices } from "../../../../harness/targets/aws/prices.ts";

const minuteMs = 60_000;

function judged(kind: "creates" | "removes" | "changes", what: ResourceKind, name = "one"): PassedJudgement {
  const resource = { kind: what, accountId: "111111111111", region: "us-east-1", name };
  return kind === "creates" ? { kind, resource, input: {} } : { kind, resource };
}

function call(service: ServiceName, operation: string, input: Input = {}) {
  return { service, operation, input };
}

test("a stream costs each hour that it has begun, times its shards", () => {
  const metering = new Metering();
  metering.count(call("kinesis", "CreateStream", { ShardCount: 2 }), judged("creates", "data-stream"), 0);
  metering.count(call("kinesis", "DeleteStream"), judged("removes", "data-stream"), 61 * minuteMs);
  expect(metering.amounts(1_000 * minuteMs)).toEqual({ ...nothingUsed, shardHour: 4 });
});

test("what is still there costs until now, and a key counts as one", () => {
  const metering = new Metering();
  metering.count(call("kinesis", "CreateStream"), judged("creates", "data-stream"), 0);
  metering.count(call("kms", "CreateKey"), judged("creates", "key"), 0);
  expect(metering.amounts(minuteMs)).toMatchObject({ shardHour: 1, keyHour: 1 });
});

test("records count for Kinesis and, in steps of 5 KB, for Firehose", () => {
  const metering = new Metering();
  const changes = judged("changes", "data-stream");
  metering.count(call("kinesis", "PutRecords", { Records: [{}, {}, {}] }), changes, 0);
  metering.count(call("kinesis", "PutRecord"), changes, 0);
  const { putPayloadUnit, firehoseGb } = metering.amounts(0);
  expect(putPayloadUnit * 1_000_000).toBeCloseTo(4);
  expect(firehoseGb * 1024 ** 2).toBeCloseTo(20);
});

test("S3's requests that write or list cost more than those that read or delete", () => {
  const metering = new Metering();
  for (const operation of ["PutObject", "ListObjectsV2", "CreateBucket", "GetObject", "DeleteObjects"]) {
    metering.count(call("s3", operation), { kind: "reads" }, 0);
  }
  const { s3Write, s3Read } = metering.amounts(0);
  expect([s3Write * 1000, s3Read * 1000]).toEqual([3, 2]);
});

test("a cost is the sum of amounts by their prices", () => {
  expect(costOf(nothingUsed)).toBe(0);
  expect(costOf({ ...nothingUsed, shardHour: 2, firehoseGb: 1 })).toBeCloseTo(
    2 * prices.shardHour.dollars + prices.firehoseGb.dollars,
  );
});
