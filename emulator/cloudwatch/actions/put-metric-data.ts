import { type MetricDatum, PutMetricData$, type PutMetricDataInput } from "@aws-sdk/client-cloudwatch";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { joined, type MetricStore, type MetricUnit, type MinuteStatistics, metricUnits } from "../../model/metrics.ts";
import { notImplemented } from "../../model/service-error.ts";
import { dimensions, dimensionsOf, invalidValue, metricName, namespace } from "../common.ts";

const constraints = {
  Namespace: { ...namespace, required: true },
  MetricData: {
    required: true,
    maxLength: 1000,
    each: {
      members: {
        MetricName: { ...metricName, required: true },
        Dimensions: dimensions,
        Unit: { values: metricUnits },
        Values: { maxLength: 150 },
        Counts: { maxLength: 150 },
        StorageResolution: { min: 1 },
        StatisticValues: {
          members: {
            SampleCount: { required: true },
            Sum: { required: true },
            Minimum: { required: true },
            Maximum: { required: true },
          },
        },
      },
    },
  },
} as const;

const oldestMs = 14 * 24 * 3_600_000;
const newestMs = 2 * 3_600_000;

/**
 * Takes values of metrics of one's own. The rules are AWS's; its words for broken ones differ, ours name the parameter.
 * Source: CloudWatch API Reference, PutMetricData.
 */
export const putMetricData = action<MetricStore, PutMetricDataInput, undefined>({
  schema: PutMetricData$,
  emulates: ["Namespace", "MetricData"],
  permissions: (_store, { input, caller }) => {
    checkConstraints(constraints, input);
    return [
      {
        action: "cloudwatch:PutMetricData",
        resource: { arn: "*", accountId: caller.accountId ?? "" },
        context: { "cloudwatch:namespace": input.Namespace },
      },
    ];
  },
  run: (store, { input, accountId, region, now }) => {
    const { Namespace = "", MetricData = [] } = input;
    if (/^aws\//i.test(Namespace)) throw invalidValue("The parameter Namespace must not begin with AWS/.");
    const data = MetricData.map((datum) => {
      const id = {
        accountId,
        region,
        namespace: Namespace,
        name: datum.MetricName ?? "",
        dimensions: dimensionsOf(datum.Dimensions),
      };
      const unit = (datum.Unit ?? "None") as MetricUnit;
      const known = store.find(id);
      if (known !== undefined && known.unit !== unit) throw notImplemented("A metric in more than one unit");
      if ((datum.StorageResolution ?? 60) < 60) throw notImplemented("A metric of high resolution");
      return { id, unit, statistics: statisticsOf(datum, now) };
    });
    for (const { id, unit, statistics } of data) store.merge(id, unit, statistics);
    return undefined;
  },
});

function statisticsOf(datum: MetricDatum, nowMs: number): MinuteStatistics {
  const at = datum.Timestamp?.getTime() ?? nowMs;
  if (at < nowMs - oldestMs || at > nowMs + newestMs) {
    throw invalidValue("The parameter Timestamp must be no more than two weeks ago and no more than two hours ahead.");
  }
  const { Value, Values, Counts, StatisticValues } = datum;
  if ([Value, Values, StatisticValues].filter((each) => each !== undefined).length !== 1) {
    throw invalidValue("Exactly one of the parameters Value, Values and StatisticValues must be given.");
  }
  if (StatisticValues !== undefined) {
    const { SampleCount = 0, Sum = 0, Minimum = 0, Maximum = 0 } = StatisticValues;
    if (SampleCount <= 0 || Minimum > Maximum) throw invalidValue("The parameter StatisticValues is not valid.");
    return { at, count: SampleCount, sum: Sum, minimum: Minimum, maximum: Maximum };
  }
  const values = Values ?? [Value ?? 0];
  const counts = Counts ?? values.map(() => 1);
  if (values.length === 0 || counts.length !== values.length || counts.some((count) => count <= 0)) {
    throw invalidValue("The parameters Values and Counts must be as long as each other, and counts positive.");
  }
  return values
    .map((value, index) => {
      const count = counts[index] ?? 1;
      return { at, count, sum: value * count, minimum: value, maximum: value };
    })
    .reduce(joined);
}
