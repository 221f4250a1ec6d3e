import { DescribeStream$, type DescribeStreamInput, type DescribeStreamOutput } from "@aws-sdk/client-kinesis";
import { describeMonitoring, describeShard, retainedShards, shardsAfter, wholeSeconds } from "../describe.ts";
import { shardIdConstraint, streamAction } from "../stream-action.ts";

/** A stream with its shards, the closed ones included as long as they can be read. Source: Kinesis API Reference. */
export const describeStream = streamAction<DescribeStreamInput, DescribeStreamOutput>({
  schema: DescribeStream$,
  emulates: ["Limit", "ExclusiveStartShardId"],
  constraints: { Limit: { min: 1, max: 10_000 }, ExclusiveStartShardId: shardIdConstraint },
  inAnyStatus: true,
  run: (_store, { input, now }, stream) => {
    const shards = shardsAfter(retainedShards(stream, now), input.ExclusiveStartShardId, stream);
    const page = shards.slice(0, input.Limit ?? 100);
    return {
      StreamDescription: {
        StreamName: stream.name,
        StreamARN: stream.arn,
        StreamStatus: stream.shownStatus,
        StreamModeDetails: { StreamMode: stream.mode },
        Shards: page.map(describeShard),
        HasMoreShards: shards.length > page.length,
        RetentionPeriodHours: stream.retentionHours,
        StreamCreationTimestamp: wholeSeconds(stream.createdAtMs),
        EnhancedMonitoring: describeMonitoring(stream),
        ...stream.sealing.shown,
      },
    };
  },
});
