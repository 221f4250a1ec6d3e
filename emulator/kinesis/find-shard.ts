import { invalidArgument, shardMissing, shardNotFound } from "./errors.ts";
import { type Shard, shardIdOf, shardIndexOf } from "./shard.ts";
import type { Stream } from "./stream.ts";

/** The shard to read, open or closed. */
export function findShard(shardId: string, stream: Stream): Shard {
  const index = shardIndexOf(shardId);
  if (index === undefined) throw shardNotFound(shardId, stream.name, stream.accountId);
  const shard = stream.shards[index];
  if (shard === undefined) throw shardMissing(shardIdOf(index), stream.name, stream.accountId);
  return shard;
}

/** The shard to split or merge, which must be open; the text of the last refusal is not documented. */
export function findReshardable(shardId: string, stream: Stream): Shard {
  const { name, accountId } = stream;
  const index = shardIndexOf(shardId);
  const shard = index === undefined ? undefined : stream.shards[index];
  if (shard === undefined) throw shardNotFound(index === undefined ? shardId : shardIdOf(index), name, accountId);
  if (shard.closed !== undefined) {
    throw invalidArgument(
      `Shard ${shard.id} in stream ${name} under account ${accountId} has already been merged or split, and thus is not eligible for merging or splitting.`,
    );
  }
  return shard;
}
