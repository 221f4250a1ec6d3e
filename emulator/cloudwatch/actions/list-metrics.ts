import { ListMetrics$, type ListMetricsInput, type ListMetricsOutput } from "@aws-sdk/client-cloudwatch";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import type { Metric, MetricStore } from "../../model/metrics.ts";
import { invalidValue, metricName, namespace, readingPermission } from "../common.ts";

const constraints = {
  Namespace: namespace,
  MetricName: metricName,
  Dimensions: { maxLength: 10, each: { members: { Name: { required: true, minLength: 1, maxLength: 255 } } } },
  RecentlyActive: { values: ["PT3H"] },
} as const;

const pageSize = 500;
const recentMs = 3 * 3_600_000;

/** Which metrics there are, 500 at a time. Source: CloudWatch API Reference, ListMetrics. */
export const listMetrics = action<MetricStore, ListMetricsInput, ListMetricsOutput>({
  schema: ListMetrics$,
  emulates: ["Namespace", "MetricName", "Dimensions", "RecentlyActive", "NextToken"],
  permissions: (_store, call) => {
    checkConstraints(constraints, call.input);
    return [readingPermission("ListMetrics", call)];
  },
  run: (store, { input, accountId, region, now }) => {
    const since = input.RecentlyActive === undefined ? 0 : now - recentMs;
    const found = store
      .list(accountId, region)
      .filter((metric) => matches(metric, input) && (metric.minutes.at(-1)?.at ?? 0) >= since);
    const start = Number(input.NextToken ?? 0);
    if (!Number.isInteger(start) || start < 0) throw invalidValue("The parameter NextToken is not valid.");
    return {
      Metrics: found.slice(start, start + pageSize).map(({ namespace: Namespace, name: MetricName, dimensions }) => ({
        Namespace,
        MetricName,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      })),
      ...(found.length > start + pageSize && { NextToken: String(start + pageSize) }),
    };
  },
});

function matches(metric: Metric, { Namespace, MetricName, Dimensions = [] }: ListMetricsInput): boolean {
  if (Namespace !== undefined && Namespace !== metric.namespace) return false;
  if (MetricName !== undefined && MetricName !== metric.name) return false;
  return Dimensions.every(({ Name = "", Value }) => {
    const value = metric.dimensions[Name];
    return value !== undefined && (Value === undefined || Value === value);
  });
}
