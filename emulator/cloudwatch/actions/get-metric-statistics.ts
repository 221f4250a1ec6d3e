import {
  GetMetricStatistics$,
  type GetMetricStatisticsInput,
  type GetMetricStatisticsOutput,
} from "@aws-sdk/client-cloudwatch";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import type { MetricStore } from "../../model/metrics.ts";
import {
  dimensions,
  dimensionsOf,
  invalidValue,
  metricName,
  namespace,
  periodMsOf,
  readingPermission,
} from "../common.ts";
import { isStatistic, periodsOf, statisticOf, statistics } from "../statistics.ts";

const constraints = {
  Namespace: { ...namespace, required: true },
  MetricName: { ...metricName, required: true },
  Dimensions: dimensions,
  StartTime: { required: true },
  EndTime: { required: true },
  Period: { required: true, min: 1 },
  Statistics: { required: true, minLength: 1, maxLength: 5, each: { values: statistics } },
} as const;

/**
 * Values of one metric. AWS returns the data points in no particular order; ours are in that of time.
 * Source: CloudWatch API Reference, GetMetricStatistics.
 */
export const getMetricStatistics = action<MetricStore, GetMetricStatisticsInput, GetMetricStatisticsOutput>({
  schema: GetMetricStatistics$,
  emulates: ["Namespace", "MetricName", "Dimensions", "StartTime", "EndTime", "Period", "Statistics", "Unit"],
  permissions: (_store, call) => {
    checkConstraints(constraints, call.input);
    return [readingPermission("GetMetricStatistics", call)];
  },
  run: (store, { input, accountId, region }) => {
    const { Namespace = "", MetricName = "", StartTime = new Date(0), EndTime = new Date(0), Period = 60 } = input;
    if (StartTime >= EndTime) throw invalidValue("The parameter StartTime must be less than the parameter EndTime.");
    const dimensions = dimensionsOf(input.Dimensions);
    const metric = store.find({ accountId, region, namespace: Namespace, name: MetricName, dimensions });
    const isOtherUnit = input.Unit !== undefined && input.Unit !== metric?.unit;
    const periods = periodsOf(isOtherUnit ? [] : (metric?.minutes ?? []), {
      startMs: StartTime.getTime(),
      endMs: EndTime.getTime(),
      periodMs: periodMsOf(Period),
    });
    const wanted = (input.Statistics ?? []).filter(isStatistic);
    return {
      Label: MetricName,
      Datapoints: periods.map((period) => ({
        Timestamp: new Date(period.at),
        Unit: metric?.unit,
        ...Object.fromEntries(wanted.map((statistic) => [statistic, statisticOf(period, statistic)])),
      })),
    };
  },
});
