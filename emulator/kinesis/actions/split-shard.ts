import { SplitShard$, type SplitShardInput } from "@aws-sdk/client-kinesis";
import { invalidArgument, onDemandOnly } from "../errors.ts";
import { findReshardable } from "../find-shard.ts";
import { hashKeyPattern } from "../put.ts";
import { split } from "../reshard.ts";
import { shardIdConstraint, streamAction } from "../stream-action.ts";

/** Splits an open shard in two at a hash key. Source: Kinesis API Reference, SplitShard. */
export const splitShard = streamAction<SplitShardInput, object>({
  schema: SplitShard$,
  emulates: ["ShardToSplit", "NewStartingHashKey"],
  constraints: {
    NewStartingHashKey: { required: true, pattern: hashKeyPattern },
    ShardToSplit: { ...shardIdConstraint, required: true },
  },
  run: (store, { input, now }, stream) => {
    const { name, accountId, region } = stream;
    if (stream.mode === "ON_DEMAND") throw onDemandOnly(name, accountId);
    const shard = findReshardable(input.ShardToSplit ?? "", stream);
    store.checkShardLimit(accountId, region, 1, now);
    const startingHashKey = BigInt(input.NewStartingHashKey ?? "0");
    const { start, end } = shard.range;
    if (startingHashKey <= start + 1n || startingHashKey >= end) {
      throw invalidArgument(
        `NewStartingHashKey ${startingHashKey} used in SplitShard() on shard ${shard.id} in stream ${name} under account ${accountId} is not both greater than one plus the shard's StartingHashKey ${start} and less than the shard's EndingHashKey ${end}.`,
      );
    }
    stream.update(now, (atMs) => split(stream, shard, startingHashKey, atMs));
    return {};
  },
});
