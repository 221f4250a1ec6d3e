/**
 * Amazon CloudWatch, metrics: what the emulator's services measure of themselves, read as on AWS.
 *
 * **Supported**: JSON, CBOR and the older query protocol; GetMetricData and GetMetricStatistics with Sum, Average, Minimum, Maximum and SampleCount, ListMetrics.
 *
 * **Gaps**: refused by name: metric math and SQL expressions, percentiles and other extended statistics, metrics of one's
 * own (PutMetricData), alarms, dashboards, anomaly detection, monitoring across accounts.
 *
 * **By design**: a value can be read at once, where AWS takes some minutes. Values are kept by the minute for 15 days.
 *
 * Behaviour: CloudWatch API Reference as of August 2026.
 */
import * as model from "@aws-sdk/client-cloudwatch";
import { bind } from "../model/action.ts";
import { actionsIn } from "../model/action-folder.ts";
import type { Environment } from "../model/environment.ts";
import type { MetricStore } from "../model/metrics.ts";
import type { Service } from "../model/service.ts";

const actions = await actionsIn<MetricStore>(new URL("./actions/", import.meta.url));

export function createCloudWatch(environment: Environment): Service {
  return {
    name: "cloudwatch",
    signingName: "monitoring",
    protocol: {
      kind: "aws-json",
      version: "1.0",
      targetPrefix: "GraniteServiceVersion20100801",
      hasRpcV2Cbor: true,
      query: { version: "2010-08-01", xmlNamespace: "http://monitoring.amazonaws.com/doc/2010-08-01/" },
    },
    model,
    actions: bind(environment.metrics, actions),
    close: async () => {},
  };
}
