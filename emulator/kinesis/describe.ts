import type { EnhancedMetrics, Shard as ShardShape } from "@aws-sdk/client-kinesis";
import { shardMissing } from "./errors.ts";
import { type Shard, shardIdOf, shardIndexOf } from "./shard.ts";
import type { Stream } from "./stream.ts";

/** A shard as DescribeStream and ListShards show it. */
export function describeShard(shard: Shard): ShardShape {
  return {
    ShardId: shard.id,
    ParentShardId: shard.parentId,
    AdjacentParentShardId: shard.adjacentParentId,
    HashKeyRange: { StartingHashKey: String(shard.range.start), EndingHashKey: String(shard.range.end) },
    SequenceNumberRange: {
      StartingSequenceNumber: shard.startingSequenceNumber,
      EndingSequenceNumber: shard.closed?.endingSequenceNumber,
    },
  };
}

/** Open shards, and closed ones whose last records have not expired yet. */
export function retainedShards(stream: Stream, nowMs: number): readonly Shard[] {
  const horizonMs = stream.trimHorizonMs(nowMs);
  return stream.shards.filter(({ closed }) => closed === undefined || closed.atMs >= horizonMs);
}

/** The shards behind `exclusiveStart`, which must be one that the stream has had. */
export function shardsAfter(
  shards: readonly Shard[],
  exclusiveStart: string | undefined,
  stream: Stream,
): readonly Shard[] {
  if (exclusiveStart === undefined) return shards;
  const index = shardIndexOf(exclusiveStart);
  if (index === undefined || (stream.status !== "CREATING" && stream.shards[index] === undefined)) {
    throw shardMissing(index === undefined ? exclusiveStart : shardIdOf(index), stream.name, stream.accountId);
  }
  return shards.filter((shard) => shard.index > index);
}

export function describeMonitoring({ shardMetrics }: Stream): EnhancedMetrics[] {
  return [{ ShardLevelMetrics: [...shardMetrics] }];
}

/** AWS dates a stream to the second. */
export function wholeSeconds(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000);
}
