import type { Constraint } from "../model/constraints.ts";
import type { ShardMetric, Stream } from "./stream.ts";

/** Source: Kinesis API Reference, EnableEnhancedMonitoring. */
export const shardMetrics: readonly ShardMetric[] = [
  "IncomingBytes",
  "IncomingRecords",
  "OutgoingBytes",
  "OutgoingRecords",
  "WriteProvisionedThroughputExceeded",
  "ReadProvisionedThroughputExceeded",
  "IteratorAgeMilliseconds",
];

export const metricsConstraint: Constraint = {
  required: true,
  minLength: 1,
  maxLength: 7,
  each: { values: [...shardMetrics, "ALL"] },
};

/** `ALL` stands for each of them. */
export function namedMetrics(names: readonly string[] | undefined): readonly ShardMetric[] {
  return names?.includes("ALL") ? shardMetrics : shardMetrics.filter((each) => names?.includes(each));
}

/** Switches shard-level metrics on or off; the answer to both operations. */
export function changeMonitoring(stream: Stream, desired: ReadonlySet<ShardMetric>, nowMs: number) {
  const current = [...stream.shardMetrics];
  stream.update(nowMs, () => {
    stream.shardMetrics.clear();
    for (const metric of desired) stream.shardMetrics.add(metric);
  });
  return {
    StreamName: stream.name,
    StreamARN: stream.arn,
    CurrentShardLevelMetrics: current,
    DesiredShardLevelMetrics: shardMetrics.filter((each) => desired.has(each)),
  };
}
