import {
  DeleteStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  PutRecordCommand,
  PutRecordsCommand,
} from "@aws-sdk/client-kinesis";
import { expect, test } from "vitest";
import { errorOf, twoAccounts } from "../../support/clients.ts";
import { activeStream, fromTheStart } from "./streams.ts";

const shardId = "shardId-000000000000";

test("gives a record back as it was put, with its sequence number and arrival", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  const Data = Buffer.from("This is a pen");
  const put = await aws.a.kinesis.send(new PutRecordCommand({ StreamName, Data, PartitionKey: "1" }));
  const read = await aws.a.kinesis.send(
    new GetRecordsCommand({ ShardIterator: await fromTheStart(aws.a, StreamName) }),
  );
  expect(put).toMatchObject({ ShardId: shardId, EncryptionType: "NONE" });
  expect(put.SequenceNumber).toMatch(/^\d{56}$/);
  expect(read.MillisBehindLatest).toBe(0);
  expect(read.Records).toEqual([
    {
      SequenceNumber: put.SequenceNumber,
      ApproximateArrivalTimestamp: new Date(aws.emulator.clock.now()),
      Data: new Uint8Array(Data),
      PartitionKey: "1",
    },
  ]);
});

test("reads on from the next iterator, and nothing where nothing is new", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  const put = (text: string) =>
    aws.a.kinesis.send(new PutRecordCommand({ StreamName, Data: Buffer.from(text), PartitionKey: text }));
  const read = async (ShardIterator: string | undefined, Limit?: number) => {
    const answer = await aws.a.kinesis.send(new GetRecordsCommand({ ShardIterator, Limit }));
    return { texts: answer.Records?.map(({ PartitionKey }) => PartitionKey), next: answer.NextShardIterator };
  };
  for (const text of ["a", "b", "c"]) await put(text);
  const first = await read(await fromTheStart(aws.a, StreamName), 2);
  const second = await read(first.next);
  const third = await read(second.next);
  await put("d");
  const fourth = await read(third.next);
  expect([first.texts, second.texts, third.texts, fourth.texts]).toEqual([["a", "b"], ["c"], [], ["d"]]);
});

test("counts how far a reader lies behind the newest record", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  for (const PartitionKey of ["a", "b"]) {
    await aws.a.kinesis.send(new PutRecordCommand({ StreamName, Data: Buffer.from("x"), PartitionKey }));
    await aws.emulator.clock.advance(10_000);
  }
  const ShardIterator = await fromTheStart(aws.a, StreamName);
  const behind = await aws.a.kinesis.send(new GetRecordsCommand({ ShardIterator, Limit: 1 }));
  const atTheTip = await aws.a.kinesis.send(new GetRecordsCommand({ ShardIterator }));
  expect([behind.MillisBehindLatest, atTheTip.MillisBehindLatest]).toEqual([20_000, 0]);
});

test("spreads records over the shards by the MD5 of their key, and by an explicit hash key", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws, { shards: 2 });
  // MD5 of "a" begins with 0c, that of "b" with 92.
  const { Records } = await aws.a.kinesis.send(
    new PutRecordsCommand({
      StreamName,
      Records: [
        { Data: Buffer.from("1"), PartitionKey: "a" },
        { Data: Buffer.from("2"), PartitionKey: "b" },
        { Data: Buffer.from("3"), PartitionKey: "a", ExplicitHashKey: String(2n ** 127n) },
        { Data: Buffer.from("4"), PartitionKey: "b", ExplicitHashKey: String(2n ** 127n - 1n) },
      ],
    }),
  );
  expect(Records?.map(({ ShardId }) => ShardId)).toEqual([
    "shardId-000000000000",
    "shardId-000000000001",
    "shardId-000000000001",
    "shardId-000000000000",
  ]);
});

test("sequence numbers of a shard rise from record to record", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  const Records = Array.from({ length: 500 }, (_, at) => ({ Data: Buffer.from(String(at)), PartitionKey: "k" }));
  const answer = await aws.a.kinesis.send(new PutRecordsCommand({ StreamName, Records }));
  const numbers = answer.Records?.map(({ SequenceNumber = "0" }) => BigInt(SequenceNumber)) ?? [];
  expect(numbers).toHaveLength(500);
  expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => (one < other ? -1 : 1)));
  expect(answer.FailedRecordCount).toBe(0);
});

test("begins where each type of iterator says", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  const numbers: (string | undefined)[] = [];
  const times: number[] = [];
  for (const PartitionKey of ["a", "b", "c"]) {
    times.push(aws.emulator.clock.now());
    const put = await aws.a.kinesis.send(new PutRecordCommand({ StreamName, Data: Buffer.from("x"), PartitionKey }));
    numbers.push(put.SequenceNumber);
    await aws.emulator.clock.advance(1000);
  }
  const keysFrom = async (input: object) => {
    const { ShardIterator } = await aws.a.kinesis.send(
      new GetShardIteratorCommand({ StreamName, ShardId: shardId, ShardIteratorType: "LATEST", ...input }),
    );
    await aws.emulator.clock.advance(1000);
    const { Records } = await aws.a.kinesis.send(new GetRecordsCommand({ ShardIterator }));
    return Records?.map(({ PartitionKey }) => PartitionKey).join("");
  };
  const at = numbers[1];
  expect(await keysFrom({ ShardIteratorType: "TRIM_HORIZON" })).toBe("abc");
  expect(await keysFrom({ ShardIteratorType: "LATEST" })).toBe("");
  expect(await keysFrom({ ShardIteratorType: "AT_SEQUENCE_NUMBER", StartingSequenceNumber: at })).toBe("bc");
  expect(await keysFrom({ ShardIteratorType: "AFTER_SEQUENCE_NUMBER", StartingSequenceNumber: at })).toBe("c");
  expect(await keysFrom({ ShardIteratorType: "AT_TIMESTAMP", Timestamp: new Date(times[1] ?? 0) })).toBe("bc");
  expect(await keysFrom({ ShardIteratorType: "AT_TIMESTAMP", Timestamp: new Date((times[1] ?? 0) + 1) })).toBe("c");
  expect(await keysFrom({ ShardIteratorType: "AT_TIMESTAMP", Timestamp: new Date(0) })).toBe("abc");
});

test("an iterator lives for five minutes and not a millisecond more", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  const ShardIterator = await fromTheStart(aws.a, StreamName);
  await aws.emulator.clock.advance(300_000);
  expect((await aws.a.kinesis.send(new GetRecordsCommand({ ShardIterator }))).Records).toEqual([]);
  await aws.emulator.clock.advance(1);
  const error = await errorOf(aws.a.kinesis.send(new GetRecordsCommand({ ShardIterator })));
  expect(error.code).toBe("ExpiredIteratorException");
  expect(error.message).toMatch(
    /^Iterator expired\. The iterator was created at time \w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC \d{4} while right now it is \w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC \d{4} which is further in the future than the tolerated delay of 300000 milliseconds\.$/,
  );
});

test("records expire after the retention period of 24 hours", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  await aws.a.kinesis.send(new PutRecordCommand({ StreamName, Data: Buffer.from("x"), PartitionKey: "old" }));
  await aws.emulator.clock.advance(24 * 3_600_000);
  await aws.a.kinesis.send(new PutRecordCommand({ StreamName, Data: Buffer.from("x"), PartitionKey: "new" }));
  const keys = async () => {
    const ShardIterator = await fromTheStart(aws.a, StreamName);
    const { Records } = await aws.a.kinesis.send(new GetRecordsCommand({ ShardIterator }));
    return Records?.map(({ PartitionKey }) => PartitionKey);
  };
  expect(await keys()).toEqual(["old", "new"]);
  await aws.emulator.clock.advance(1);
  expect(await keys()).toEqual(["new"]);
});

test("an iterator of a deleted stream does not read the next one of that name", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  const ShardIterator = await fromTheStart(aws.a, StreamName);
  await aws.a.kinesis.send(new DeleteStreamCommand({ StreamName }));
  await aws.emulator.clock.advance(2000);
  await activeStream(aws);
  expect(await errorOf(aws.a.kinesis.send(new GetRecordsCommand({ ShardIterator })))).toEqual({
    code: "ResourceNotFoundException",
    message: `Shard ${shardId} in stream ${StreamName} under account ${aws.accountA.id} does not exist`,
    status: 400,
  });
});

test.each<[string, object, string]>([
  [
    "an unknown shard",
    { ShardId: "shardId-000000000007" },
    "Shard shardId-000000000007 in stream orders under account <A> does not exist",
  ],
  [
    "a shard that has no number",
    { ShardId: "first" },
    "Could not find shard first in stream orders under account <A>.",
  ],
  [
    "a sequence number with LATEST",
    { ShardIteratorType: "LATEST", StartingSequenceNumber: "1" },
    "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified LATEST and also a StartingSequenceNumber.",
  ],
  [
    "no sequence number with AT_SEQUENCE_NUMBER",
    { ShardIteratorType: "AT_SEQUENCE_NUMBER" },
    "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified AT_SEQUENCE_NUMBER and no StartingSequenceNumber.",
  ],
  [
    "a sequence number that is none",
    { ShardIteratorType: "AT_SEQUENCE_NUMBER", StartingSequenceNumber: "12" },
    "StartingSequenceNumber 12 used in GetShardIterator on shard shardId-000000000000 in stream orders under account <A> is invalid.",
  ],
])("GetShardIterator refuses %s", async (_what, input, message) => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  const call = aws.a.kinesis.send(
    new GetShardIteratorCommand({ StreamName, ShardId: shardId, ShardIteratorType: "TRIM_HORIZON", ...input }),
  );
  expect((await errorOf(call)).message.replaceAll(aws.accountA.id, "<A>")).toBe(message);
});

test("refuses an iterator that it did not make", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  const good = Buffer.from((await fromTheStart(aws.a, StreamName)) ?? "", "base64");
  good[good.length - 1] = (good.at(-1) ?? 0) ^ 1;
  for (const ShardIterator of ["AAAAAAAAAAE=", "x", good.toString("base64")]) {
    expect(await errorOf(aws.a.kinesis.send(new GetRecordsCommand({ ShardIterator })))).toEqual({
      code: "InvalidArgumentException",
      message: "Invalid ShardIterator.",
      status: 400,
    });
  }
});

test("refuses an explicit hash key outside of the 128 bits", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  const put = (ExplicitHashKey: bigint) =>
    aws.a.kinesis.send(
      new PutRecordCommand({
        StreamName,
        Data: Buffer.from("x"),
        PartitionKey: "k",
        ExplicitHashKey: String(ExplicitHashKey),
      }),
    );
  expect((await put(2n ** 128n - 1n)).ShardId).toBe(shardId);
  expect(await errorOf(put(2n ** 128n))).toEqual({
    code: "InvalidArgumentException",
    message:
      "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was 340282366920938463463374607431768211456",
    status: 400,
  });
});

test("takes a record of 1 MiB with its key and refuses one byte more", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  const put = (bytes: number) =>
    aws.a.kinesis.send(new PutRecordCommand({ StreamName, Data: Buffer.alloc(bytes), PartitionKey: "k" }));
  expect((await put(1_048_575)).ShardId).toBe(shardId);
  expect(await errorOf(put(1_048_576))).toEqual({
    code: "ValidationException",
    message:
      "1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=1048576 cap=1048576]' at 'data' failed to satisfy constraint: Member must have length less than or equal to 1048576",
    status: 400,
  });
});

test("a hundred calls at once over one connection of an unmodified client", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws, { shards: 4 });
  const puts = await Promise.all(
    Array.from({ length: 100 }, (_, at) =>
      aws.a.kinesis.send(new PutRecordCommand({ StreamName, Data: Buffer.from(String(at)), PartitionKey: String(at) })),
    ),
  );
  expect(new Set(puts.map(({ SequenceNumber }) => SequenceNumber)).size).toBe(100);
  const shards = [...new Set(puts.map(({ ShardId }) => ShardId))];
  const reads = await Promise.all(
    shards.map(async (each) =>
      aws.a.kinesis.send(new GetRecordsCommand({ ShardIterator: await fromTheStart(aws.a, StreamName, each) })),
    ),
  );
  const texts = reads.flatMap(({ Records = [] }) =>
    Records.map(({ Data = [] }) => Number(Buffer.from(Data).toString())),
  );
  expect(texts.sort((one, other) => one - other)).toEqual(Array.from({ length: 100 }, (_, at) => at));
});

test("large requests at once do not get into each other's records", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws, { shards: 8 });
  const batches = Array.from({ length: 8 }, (_, batch) =>
    Array.from({ length: 100 }, (_, at) => ({
      Data: Buffer.alloc(1000, `${batch}/${at};`),
      PartitionKey: `${batch}/${at}`,
    })),
  );
  await Promise.all(batches.map((Records) => aws.a.kinesis.send(new PutRecordsCommand({ StreamName, Records }))));
  const shards = Array.from({ length: 8 }, (_, at) => `shardId-00000000000${at}`);
  const reads = await Promise.all(
    shards.map(async (shard) =>
      aws.a.kinesis.send(new GetRecordsCommand({ ShardIterator: await fromTheStart(aws.a, StreamName, shard) })),
    ),
  );
  const records = reads.flatMap(({ Records = [] }) => Records);
  expect(records).toHaveLength(800);
  for (const { Data, PartitionKey } of records) {
    expect(Buffer.from(Data ?? []).toString()).toBe(Buffer.alloc(1000, `${PartitionKey};`).toString());
  }
});
