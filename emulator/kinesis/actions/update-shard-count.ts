import { UpdateShardCount$, type UpdateShardCountInput, type UpdateShardCountOutput } from "@aws-sdk/client-kinesis";
import { invalidArgument, limitExceeded, onDemandOnly } from "../errors.ts";
import { scaleUniformly } from "../reshard.ts";
import { streamAction } from "../stream-action.ts";

/** Source: Kinesis API Reference, UpdateShardCount. */
const maxScalingsPerDay = 10;

/**
 * Scales a provisioned stream to equally wide shards, to twice or half of what it has at most, ten times in 24 hours.
 * The limits are documented, the texts of their refusals are not. Source: Kinesis API Reference, UpdateShardCount.
 */
export const updateShardCount = streamAction<UpdateShardCountInput, UpdateShardCountOutput>({
  schema: UpdateShardCount$,
  emulates: ["TargetShardCount", "ScalingType"],
  constraints: {
    TargetShardCount: { required: true, min: 1, max: 100_000 },
    ScalingType: { required: true, values: ["UNIFORM_SCALING"] },
  },
  run: (store, { input, now }, stream) => {
    const { name, arn, accountId, region } = stream;
    if (stream.mode === "ON_DEMAND") throw onDemandOnly(name, accountId);
    const current = stream.openShards.length;
    const target = input.TargetShardCount ?? 0;
    if (target > current * 2) {
      throw invalidArgument(
        `UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: ${current} Target shard count: ${target}`,
      );
    }
    if (target < current / 2) {
      throw invalidArgument(
        `UpdateShardCount cannot scale down below half your current open shard count. Current open shard count: ${current} Target shard count: ${target}`,
      );
    }
    store.checkShardLimit(accountId, region, target - current, now);
    if (stream.recent.count("scaling", now) >= maxScalingsPerDay) {
      throw limitExceeded(
        `Stream ${name} under account ${accountId} was scaled ${maxScalingsPerDay} times within the last 24 hours.`,
      );
    }
    stream.update(now, (atMs) => scaleUniformly(stream, target, atMs));
    stream.recent.note("scaling", now);
    return { StreamName: name, StreamARN: arn, CurrentShardCount: current, TargetShardCount: target };
  },
});
