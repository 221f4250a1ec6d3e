import {
  GetMetricData$,
  type GetMetricDataInput,
  type GetMetricDataOutput,
  type MetricDataQuery,
  type MetricDataResult,
} from "@aws-sdk/client-cloudwatch";
import { type Authorized, action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import type { MetricStore } from "../../model/metrics.ts";
import { refuseMembers } from "../../model/refuse-members.ts";
import { notImplemented } from "../../model/service-error.ts";
import {
  dimensions,
  dimensionsOf,
  invalidValue,
  metricName,
  namespace,
  periodMsOf,
  readingPermission,
} from "../common.ts";
import { isStatistic, periodsOf, statisticOf } from "../statistics.ts";

const constraints = {
  MetricDataQueries: {
    required: true,
    maxLength: 500,
    each: {
      members: {
        Id: { required: true, minLength: 1, maxLength: 255, pattern: "[a-z][a-zA-Z0-9_]*" },
        MetricStat: {
          members: {
            Metric: {
              required: true,
              members: { Namespace: namespace, MetricName: metricName, Dimensions: dimensions },
            },
            Period: { required: true, min: 1 },
            Stat: { required: true },
          },
        },
      },
    },
  },
  StartTime: { required: true },
  EndTime: { required: true },
  ScanBy: { values: ["TimestampDescending", "TimestampAscending"] },
} as const;

/** Values of up to 500 metrics at once. Source: CloudWatch API Reference, GetMetricData. */
export const getMetricData = action<MetricStore, GetMetricDataInput, GetMetricDataOutput>({
  schema: GetMetricData$,
  emulates: ["MetricDataQueries", "StartTime", "EndTime", "ScanBy"],
  permissions: (_store, call) => {
    checkConstraints(constraints, call.input);
    return [readingPermission("GetMetricData", call)];
  },
  run: (store, request) => {
    const {
      MetricDataQueries: queries = [],
      StartTime: start = new Date(0),
      EndTime: end = new Date(0),
    } = request.input;
    if (start >= end) throw invalidValue("The parameter StartTime must be less than the parameter EndTime.");
    return {
      MetricDataResults: queries
        .filter(({ ReturnData = true }) => ReturnData)
        .map((query) => resultOf(store, request, query)),
      Messages: [],
    };
  },
});

function resultOf(
  store: MetricStore,
  request: Authorized<GetMetricDataInput>,
  query: MetricDataQuery,
): MetricDataResult {
  refuseMembers(query, ["Id", "MetricStat", "Label", "ReturnData"], "cloudwatch:GetMetricData", "MetricDataQueries");
  const { Metric, Period = 60, Stat = "", Unit } = query.MetricStat ?? {};
  if (Metric === undefined) throw invalidValue("Each of the MetricDataQueries must have a MetricStat.");
  if (!isStatistic(Stat)) throw notImplemented(`The statistic \`${Stat}\``);
  const { input, accountId, region } = request;
  const metric = store.find({
    accountId,
    region,
    namespace: Metric.Namespace ?? "",
    name: Metric.MetricName ?? "",
    dimensions: dimensionsOf(Metric.Dimensions),
  });
  const periods = periodsOf(Unit === undefined || Unit === metric?.unit ? (metric?.minutes ?? []) : [], {
    startMs: input.StartTime?.getTime() ?? 0,
    endMs: input.EndTime?.getTime() ?? 0,
    periodMs: periodMsOf(Period),
  });
  const ordered = input.ScanBy === "TimestampAscending" ? periods : [...periods].reverse();
  return {
    Id: query.Id,
    Label: query.Label ?? Metric.MetricName,
    Timestamps: ordered.map(({ at }) => new Date(at)),
    Values: ordered.map((period) => statisticOf(period, Stat)),
    StatusCode: "Complete",
  };
}
