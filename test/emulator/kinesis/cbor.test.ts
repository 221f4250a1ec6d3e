import { cbor, tag } from "@smithy/core/cbor";
import { expect, test } from "vitest";
import { type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { signed } from "../../support/signed.ts";
import { activeStream } from "./streams.ts";

const contentType = "application/x-amz-cbor-1.1";

/** One call as the Java SDKs make it. */
async function call({ emulator, accountA }: TwoAccounts, operation: string, input: object) {
  const { headers } = signed(
    emulator,
    {
      method: "POST",
      headers: { "content-type": contentType, "x-amz-target": `Kinesis_20131202.${operation}` },
      body: Buffer.from(cbor.serialize(input)),
    },
    { keys: accountA, service: "kinesis" },
  );
  const answer = await fetch(`${emulator.url}/`, {
    method: "POST",
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== "host")),
    body: Buffer.from(cbor.serialize(input)),
  });
  const body = new Uint8Array(await answer.arrayBuffer());
  return {
    status: answer.status,
    contentType: answer.headers.get("content-type"),
    document: body.length === 0 ? undefined : cbor.deserialize(body),
  };
}

test("reads and writes records in CBOR, blobs as bytes and times in milliseconds", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  const Data = Buffer.from([0, 255, 1]);
  const put = await call(aws, "PutRecord", { StreamName, Data: new Uint8Array(Data), PartitionKey: "k" });
  expect(put).toMatchObject({ status: 200, contentType, document: { ShardId: "shardId-000000000000" } });
  const now = aws.emulator.clock.now();
  const { document } = await call(aws, "GetShardIterator", {
    StreamName,
    ShardId: put.document.ShardId,
    ShardIteratorType: "AT_TIMESTAMP",
    Timestamp: tag({ tag: 1, value: now }),
  });
  const read = await call(aws, "GetRecords", { ShardIterator: document.ShardIterator });
  const [record] = read.document.Records;
  expect({ ...record, Data: Buffer.from(record.Data) }).toEqual({
    Data,
    PartitionKey: "k",
    SequenceNumber: put.document.SequenceNumber,
    ApproximateArrivalTimestamp: tag({ tag: 1, value: now }),
  });
});

test("answers an operation without output with nothing", async () => {
  await using aws = await twoAccounts();
  expect(await call(aws, "CreateStream", { StreamName: "orders", ShardCount: 1 })).toEqual({
    status: 200,
    contentType,
    document: undefined,
  });
});

test("says errors in CBOR", async () => {
  await using aws = await twoAccounts();
  // Recorded by LocalStack from AWS: test_cbor_exceptions.
  expect(await call(aws, "DescribeStream", { StreamName: "missing" })).toEqual({
    status: 400,
    contentType,
    document: {
      __type: "ResourceNotFoundException",
      message: `Stream missing under account ${aws.accountA.id} not found.`,
    },
  });
});

test.each<[string, object, string]>([
  ["a member of another type", { StreamName: 1 }, "SerializationException"],
  ["a member that the model does not have", { Stream: "orders" }, "NotImplemented"],
])("refuses %s", async (_what, input, __type) => {
  await using aws = await twoAccounts();
  expect((await call(aws, "DescribeStream", input)).document).toMatchObject({ __type });
});
