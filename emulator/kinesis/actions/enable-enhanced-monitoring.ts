import {
  EnableEnhancedMonitoring$,
  type EnableEnhancedMonitoringInput,
  type EnhancedMonitoringOutput,
} from "@aws-sdk/client-kinesis";
import { changeMonitoring, metricsConstraint, namedMetrics } from "../monitoring.ts";
import { streamAction } from "../stream-action.ts";

/** Switches metrics of single shards on. Source: Kinesis API Reference, EnableEnhancedMonitoring. */
export const enableEnhancedMonitoring = streamAction<EnableEnhancedMonitoringInput, EnhancedMonitoringOutput>({
  schema: EnableEnhancedMonitoring$,
  emulates: ["ShardLevelMetrics"],
  constraints: { ShardLevelMetrics: metricsConstraint },
  run: (_store, { input, now }, stream) =>
    changeMonitoring(stream, new Set([...stream.shardMetrics, ...namedMetrics(input.ShardLevelMetrics)]), now),
});
