import { GetRecordsCommand, PutRecordCommand, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { activeStream, fromTheStart } from "./streams.ts";

const throttled = (aws: TwoAccounts, shard = 0) => ({
  code: "ProvisionedThroughputExceededException",
  message: `Rate exceeded for shard shardId-00000000000${shard} in stream orders under account ${aws.accountA.id}.`,
  status: 400,
});

/** At the beginning of a second, so that a test knows which second it is in. */
async function toTheNextSecond({ emulator }: TwoAccounts): Promise<void> {
  await emulator.clock.advance(1000 - (emulator.clock.now() % 1000));
}

const small = (PartitionKey: string) => ({ Data: Buffer.from("x"), PartitionKey });

test("a shard takes 1,000 records a second, and the next ones in the next second", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  await toTheNextSecond(aws);
  const Records = Array.from({ length: 500 }, (_, at) => small(String(at)));
  const failures = async () =>
    (await aws.a.kinesis.send(new PutRecordsCommand({ StreamName, Records }))).FailedRecordCount;
  expect([await failures(), await failures()]).toEqual([0, 0]);
  expect(await errorOf(aws.a.kinesis.send(new PutRecordCommand({ StreamName, ...small("k") })))).toEqual(
    throttled(aws),
  );
  await aws.emulator.clock.advance(999);
  expect(await failures()).toBe(500);
  await aws.emulator.clock.advance(1);
  expect(await failures()).toBe(0);
});

test("PutRecords tells which of its records did not get through", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws, { shards: 2 });
  const Data = Buffer.alloc(700_000);
  const { code: ErrorCode, message: ErrorMessage } = throttled(aws);
  // MD5 of "a" begins with 0c, that of "b" with 92: one shard each.
  const answer = await aws.a.kinesis.send(
    new PutRecordsCommand({
      StreamName,
      Records: [
        { Data, PartitionKey: "a" },
        { Data, PartitionKey: "a" },
        { Data, PartitionKey: "b" },
      ],
    }),
  );
  expect(answer.FailedRecordCount).toBe(1);
  expect(answer.Records?.[0]?.ShardId).toBe("shardId-000000000000");
  expect(answer.Records?.[1]).toEqual({ ErrorCode, ErrorMessage });
  expect(answer.Records?.[2]?.ShardId).toBe("shardId-000000000001");
});

test("a shard takes 1 MiB a second, partition keys included", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  await toTheNextSecond(aws);
  const put = (bytes: number) =>
    aws.a.kinesis.send(new PutRecordCommand({ StreamName, Data: Buffer.alloc(bytes), PartitionKey: "k" }));
  await put(524_287);
  expect(await errorOf(put(524_288))).toEqual(throttled(aws));
  await put(524_287);
  expect(await errorOf(put(0))).toEqual(throttled(aws));
});

test("a shard is read five times a second", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  await toTheNextSecond(aws);
  const ShardIterator = await fromTheStart(aws.a, StreamName);
  const read = () => aws.a.kinesis.send(new GetRecordsCommand({ ShardIterator }));
  for (let time = 1; time <= 5; time++) await read();
  expect(await errorOf(read())).toEqual(throttled(aws));
  await aws.emulator.clock.advance(1000);
  expect((await read()).Records).toEqual([]);
});

test("after 10 MiB have been read at once, five seconds pass until the next read", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  for (let time = 1; time <= 12; time++) {
    await aws.emulator.clock.advance(1000);
    await aws.a.kinesis.send(new PutRecordCommand({ StreamName, Data: Buffer.alloc(1_000_000), PartitionKey: "k" }));
  }
  await toTheNextSecond(aws);
  const first = await aws.a.kinesis.send(
    new GetRecordsCommand({ ShardIterator: await fromTheStart(aws.a, StreamName) }),
  );
  expect(first.Records).toHaveLength(10);
  const rest = () => aws.a.kinesis.send(new GetRecordsCommand({ ShardIterator: first.NextShardIterator }));
  await aws.emulator.clock.advance(3999);
  expect(await errorOf(rest())).toEqual(throttled(aws));
  await aws.emulator.clock.advance(1001);
  expect((await rest()).Records).toHaveLength(2);
});
