import { MergeShards$, type MergeShardsInput } from "@aws-sdk/client-kinesis";
import { invalidArgument, onDemandOnly } from "../errors.ts";
import { findReshardable } from "../find-shard.ts";
import { merge } from "../reshard.ts";
import { shardIdConstraint, streamAction } from "../stream-action.ts";

/** Merges two open shards whose ranges follow each other. Source: Kinesis API Reference, MergeShards. */
export const mergeShards = streamAction<MergeShardsInput, object>({
  schema: MergeShards$,
  emulates: ["ShardToMerge", "AdjacentShardToMerge"],
  constraints: {
    ShardToMerge: { ...shardIdConstraint, required: true },
    AdjacentShardToMerge: { ...shardIdConstraint, required: true },
  },
  run: (_store, { input, now }, stream) => {
    const { name, accountId } = stream;
    if (stream.mode === "ON_DEMAND") throw onDemandOnly(name, accountId);
    const one = findReshardable(input.ShardToMerge ?? "", stream);
    const other = findReshardable(input.AdjacentShardToMerge ?? "", stream);
    if (one.range.end + 1n !== other.range.start) {
      throw invalidArgument(
        `Shards ${one.id} and ${other.id} in stream ${name} under account ${accountId} are not an adjacent pair of shards eligible for merging`,
      );
    }
    stream.update(now, (atMs) => merge(stream, one, other, atMs));
    return {};
  },
});
