import {
  DescribeStreamCommand,
  GetRecordsCommand,
  ListShardsCommand,
  MergeShardsCommand,
  PutRecordCommand,
  SplitShardCommand,
  UpdateShardCountCommand,
  UpdateStreamModeCommand,
} from "@aws-sdk/client-kinesis";
import { expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { activeStream, fromTheStart } from "./streams.ts";

const highest = 2n ** 128n - 1n;
const middle = 2n ** 127n;

/** Shards as `index: start-end < parents`, the closed ones marked. */
async function shardsOf({ a }: TwoAccounts, StreamName: string): Promise<readonly string[]> {
  const { Shards } = await a.kinesis.send(new ListShardsCommand({ StreamName }));
  const short = (id: string | undefined) => id?.replace(/shardId-0*(?=\d)/, "");
  return (Shards ?? []).map((shard) => {
    const { StartingHashKey, EndingHashKey } = shard.HashKeyRange ?? {};
    const parents = [shard.ParentShardId, shard.AdjacentParentShardId].flatMap((each) => short(each) ?? []);
    const closed = shard.SequenceNumberRange?.EndingSequenceNumber === undefined ? "" : " closed";
    return `${short(shard.ShardId)}: ${StartingHashKey}-${EndingHashKey} < ${parents.join(",")}${closed}`;
  });
}

test("splits a shard, which stays readable to its end and names its children there", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  await aws.a.kinesis.send(new PutRecordCommand({ StreamName, Data: Buffer.from("x"), PartitionKey: "before" }));
  await aws.a.kinesis.send(
    new SplitShardCommand({ StreamName, ShardToSplit: "shardId-000000000000", NewStartingHashKey: String(middle) }),
  );
  const { StreamDescription } = await aws.a.kinesis.send(new DescribeStreamCommand({ StreamName }));
  expect(StreamDescription?.StreamStatus).toBe("UPDATING");
  await aws.emulator.clock.advance(1500);
  expect(await shardsOf(aws, StreamName)).toEqual([
    `0: 0-${highest} <  closed`,
    `1: 0-${middle - 1n} < 0`,
    `2: ${middle}-${highest} < 0`,
  ]);
  const put = await aws.a.kinesis.send(
    new PutRecordCommand({ StreamName, Data: Buffer.from("x"), PartitionKey: "k", ExplicitHashKey: String(middle) }),
  );
  expect(put.ShardId).toBe("shardId-000000000002");
  const read = await aws.a.kinesis.send(
    new GetRecordsCommand({ ShardIterator: await fromTheStart(aws.a, StreamName) }),
  );
  expect(read.Records?.map(({ PartitionKey }) => PartitionKey)).toEqual(["before"]);
  expect(read.NextShardIterator).toBeUndefined();
  expect(read.ChildShards).toEqual([
    {
      ShardId: "shardId-000000000001",
      ParentShards: ["shardId-000000000000"],
      HashKeyRange: { StartingHashKey: "0", EndingHashKey: String(middle - 1n) },
    },
    {
      ShardId: "shardId-000000000002",
      ParentShards: ["shardId-000000000000"],
      HashKeyRange: { StartingHashKey: String(middle), EndingHashKey: String(highest) },
    },
  ]);
});

test("sequence numbers of a child begin behind those of its parent", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  const put = async () =>
    BigInt(
      (await aws.a.kinesis.send(new PutRecordCommand({ StreamName, Data: Buffer.from("x"), PartitionKey: "k" })))
        .SequenceNumber ?? "0",
    );
  const before = await put();
  await aws.a.kinesis.send(
    new SplitShardCommand({ StreamName, ShardToSplit: "shardId-000000000000", NewStartingHashKey: String(middle) }),
  );
  await aws.emulator.clock.advance(1500);
  expect(await put()).toBeGreaterThan(before);
});

test("merges two neighbours, and no two shards that are none", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws, { shards: 2 });
  const merge = (one: number, other: number) =>
    aws.a.kinesis.send(
      new MergeShardsCommand({ StreamName, ShardToMerge: `shard-${one}`, AdjacentShardToMerge: `shard-${other}` }),
    );
  expect(await errorOf(merge(1, 0))).toEqual({
    code: "InvalidArgumentException",
    message: `Shards shardId-000000000001 and shardId-000000000000 in stream orders under account ${aws.accountA.id} are not an adjacent pair of shards eligible for merging`,
    status: 400,
  });
  await merge(0, 1);
  await aws.emulator.clock.advance(1500);
  expect(await shardsOf(aws, StreamName)).toEqual([
    `0: 0-${middle - 1n} <  closed`,
    `1: ${middle}-${highest} <  closed`,
    `2: 0-${highest} < 0,1`,
  ]);
});

test("refuses to split while the stream is UPDATING, at the edges of a shard, and a closed shard", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  const split = async (key: bigint, shard = 0) =>
    errorOf(
      aws.a.kinesis.send(
        new SplitShardCommand({ StreamName, ShardToSplit: `shard-${shard}`, NewStartingHashKey: String(key) }),
      ),
    );
  const account = aws.accountA.id;
  const atTheEdge = (key: bigint) =>
    `NewStartingHashKey ${key} used in SplitShard() on shard shardId-000000000000 in stream orders under account ${account} is not both greater than one plus the shard's StartingHashKey 0 and less than the shard's EndingHashKey ${highest}.`;
  expect((await split(1n)).message).toBe(atTheEdge(1n));
  expect((await split(highest)).message).toBe(atTheEdge(highest));
  expect((await split(2n, 7)).message).toBe(
    `Could not find shard shardId-000000000007 in stream orders under account ${account}.`,
  );
  await aws.a.kinesis.send(new SplitShardCommand({ StreamName, ShardToSplit: "shard-0", NewStartingHashKey: "2" }));
  expect(await split(3n)).toEqual({
    code: "ResourceInUseException",
    message: `Stream orders under account ${account} not ACTIVE, instead in state UPDATING`,
    status: 400,
  });
  await aws.emulator.clock.advance(1500);
  expect((await split(3n)).message).toBe(
    `Shard shardId-000000000000 in stream orders under account ${account} has already been merged or split, and thus is not eligible for merging or splitting.`,
  );
});

test.each([
  [1, 2],
  [3, 2],
  [5, 3],
  [4, 7],
])("scales from %i shards to %i of equal width", async (from, to) => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws, { shards: from });
  const answer = await aws.a.kinesis.send(
    new UpdateShardCountCommand({ StreamName, TargetShardCount: to, ScalingType: "UNIFORM_SCALING" }),
  );
  expect(answer).toMatchObject({ CurrentShardCount: from, TargetShardCount: to, StreamName });
  await aws.emulator.clock.advance(1500);
  const open = (await shardsOf(aws, StreamName)).filter((shard) => !shard.endsWith("closed"));
  const width = 2n ** 128n / BigInt(to);
  const ranges = Array.from({ length: to }, (_, at) => {
    const end = at === to - 1 ? highest : BigInt(at + 1) * width - 1n;
    return `${BigInt(at) * width}-${end}`;
  });
  expect(open.map((shard) => /\d+-\d+/.exec(shard)?.[0]).sort()).toEqual(ranges.sort());
});

test("scales to twice and to half at most", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws, { shards: 4 });
  const scale = (TargetShardCount: number) =>
    aws.a.kinesis.send(new UpdateShardCountCommand({ StreamName, TargetShardCount, ScalingType: "UNIFORM_SCALING" }));
  expect((await errorOf(scale(9))).message).toBe(
    "UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: 4 Target shard count: 9",
  );
  expect((await errorOf(scale(1))).message).toBe(
    "UpdateShardCount cannot scale down below half your current open shard count. Current open shard count: 4 Target shard count: 1",
  );
  await scale(8);
  await aws.emulator.clock.advance(1500);
  await scale(4);
});

test("switches to on demand twice a day, where shards are no longer the user's to change", async () => {
  await using aws = await twoAccounts();
  const StreamName = await activeStream(aws);
  const StreamARN = `arn:aws:kinesis:us-east-1:${aws.accountA.id}:stream/${StreamName}`;
  const switchTo = async (StreamMode: "ON_DEMAND" | "PROVISIONED") => {
    await aws.a.kinesis.send(new UpdateStreamModeCommand({ StreamARN, StreamModeDetails: { StreamMode } }));
    await aws.emulator.clock.advance(1500);
  };
  const split = () =>
    aws.a.kinesis.send(new SplitShardCommand({ StreamName, ShardToSplit: "shard-0", NewStartingHashKey: "2" }));
  await switchTo("ON_DEMAND");
  expect(await errorOf(split())).toEqual({
    code: "ValidationException",
    message: `Request is invalid. Stream orders under account ${aws.accountA.id} is in On-Demand mode.`,
    status: 400,
  });
  await switchTo("PROVISIONED");
  await split();
  await aws.emulator.clock.advance(1500);
  expect((await errorOf(switchTo("ON_DEMAND"))).code).toBe("LimitExceededException");
  await aws.emulator.clock.advance(24 * 3_600_000);
  await switchTo("ON_DEMAND");
});
