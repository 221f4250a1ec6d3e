import {
  DisableEnhancedMonitoring$,
  type DisableEnhancedMonitoringInput,
  type EnhancedMonitoringOutput,
} from "@aws-sdk/client-kinesis";
import { changeMonitoring, metricsConstraint, namedMetrics } from "../monitoring.ts";
import { streamAction } from "../stream-action.ts";

/** Switches metrics of single shards off. Source: Kinesis API Reference, DisableEnhancedMonitoring. */
export const disableEnhancedMonitoring = streamAction<DisableEnhancedMonitoringInput, EnhancedMonitoringOutput>({
  schema: DisableEnhancedMonitoring$,
  emulates: ["ShardLevelMetrics"],
  constraints: { ShardLevelMetrics: metricsConstraint },
  run: (_store, { input, now }, stream) => {
    const off = namedMetrics(input.ShardLevelMetrics);
    return changeMonitoring(stream, new Set([...stream.shardMetrics].filter((each) => !off.includes(each))), now);
  },
});
