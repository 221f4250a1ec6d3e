import { PutRecordBatchCommand, PutRecordCommand } from "@aws-sdk/client-firehose";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { type Clients, errorOf } from "../../../support/clients.ts";
import { Bucket, createActive, deliveryWorld, put, secondsMs, textsIn } from "../support.ts";

const DeliveryStreamName = "orders";

function putBatch(clients: Clients, ...sizes: readonly number[]) {
  const Records = sizes.map((size, at) => ({ Data: Buffer.alloc(size, String(at)) }));
  return clients.firehose.send(new PutRecordBatchCommand({ DeliveryStreamName, Records }));
}

test("answers an id of its own for each record", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  const { FailedPutCount, Encrypted, RequestResponses = [] } = await putBatch(aws.a, 1, 0, 2);
  expect({ FailedPutCount, Encrypted }).toEqual({ FailedPutCount: 0, Encrypted: false });
  const ids = RequestResponses.map(({ RecordId = "" }) => RecordId);
  expect(new Set(ids).size).toBe(3);
  for (const id of ids) expect(id).toHaveLength(224);
});

test("takes 5 MiB in a second and fails the records beyond it one by one", async () => {
  await using aws = await deliveryWorld();
  await aws.a.s3.send(new CreateBucketCommand({ Bucket }));
  await createActive(aws);
  await aws.emulator.clock.advance(secondsMs - (aws.emulator.clock.now() % secondsMs));
  const megabyte = 1_000_000;
  await putBatch(aws.a, megabyte, megabyte, megabyte, megabyte);
  const { FailedPutCount, RequestResponses } = await putBatch(aws.a, megabyte, megabyte, 10);
  expect(FailedPutCount).toBe(1);
  expect(RequestResponses?.map(({ ErrorCode, ErrorMessage }) => [ErrorCode, ErrorMessage])).toEqual([
    [undefined, undefined],
    ["ServiceUnavailableException", "Slow down."],
    [undefined, undefined],
  ]);
  const single = new PutRecordCommand({ DeliveryStreamName, Record: { Data: Buffer.alloc(megabyte) } });
  expect(await errorOf(aws.a.firehose.send(single))).toEqual({
    code: "ServiceUnavailableException",
    message: "Slow down.",
    status: 503,
  });
  await aws.emulator.clock.advance(secondsMs);
  await aws.a.firehose.send(single);
  await aws.emulator.clock.advance(300 * secondsMs);
  const written = (await textsIn(aws.a)).reduce((bytes, text) => bytes + text.length, 0);
  expect(written).toBe(6 * megabyte + 10);
});

test("refuses a batch of more than 4 MiB, or of more than 500 records, or of none", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  expect(await errorOf(putBatch(aws.a, ...Array<number>(5).fill(1_000_000)))).toEqual({
    code: "InvalidArgumentException",
    message: "Records size exceeds 4 MB limit",
    status: 400,
  });
  expect(await errorOf(put(aws, ...Array<string>(501).fill("a")))).toMatchObject({ code: "ValidationException" });
  expect(await errorOf(put(aws))).toMatchObject({ code: "ValidationException" });
});

test("refuses a record of more than 1,000 KiB as AWS was reported to", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  expect(await errorOf(putBatch(aws.a, 1, 1_029_188))).toEqual({
    code: "ValidationException",
    message:
      "1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=1029188 cap=1029188]' at 'records.2.member.data' failed to satisfy constraint: Member must have length less than or equal to 1024000",
    status: 400,
  });
});
