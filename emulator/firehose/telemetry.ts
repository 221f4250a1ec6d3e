import type { DeliveryRecord } from "../model/delivery-log.ts";
import type { Environment } from "../model/environment.ts";
import type { MetricUnit } from "../model/metrics.ts";
import { type DeliveryPlan, planOf } from "./plan.ts";
import type { RoleSessions } from "./role-sessions.ts";
import { callService, RefusedCall } from "./service-call.ts";
import type { DeliveryStream } from "./stream.ts";

const units: Readonly<Record<string, MetricUnit>> = {
  Bytes: "Bytes",
  DataFreshness: "Seconds",
  IncomingBytes: "Bytes",
  KinesisMillisBehindLatest: "Milliseconds",
};

/** What a delivery stream tells of itself: the delivery log, metrics and log events. */
export class Telemetry {
  readonly #environment: Environment;
  readonly #sessions: RoleSessions;
  readonly #stream: () => DeliveryStream;

  constructor(environment: Environment, sessions: RoleSessions, stream: () => DeliveryStream) {
    this.#environment = environment;
    this.#sessions = sessions;
    this.#stream = stream;
  }

  /** Source of names and units: Firehose User Guide, "Monitor with CloudWatch metrics". */
  measure(values: Readonly<Record<string, number>>): void {
    const { accountId, region, name: DeliveryStreamName } = this.#stream();
    for (const [name, value] of Object.entries(values)) {
      this.#environment.metrics.record({
        accountId,
        region,
        namespace: "AWS/Firehose",
        name,
        dimensions: { DeliveryStreamName },
        unit: units[name] ?? units[name.slice(name.lastIndexOf(".") + 1)] ?? "Count",
        value,
        at: this.#environment.clock.now(),
      });
    }
  }

  /** An attempt to write an object, or to read the source. */
  async attempted(record: DeliveryRecord, role: "destination" | "backup" | "source"): Promise<void> {
    this.#environment.deliveries.record(record);
    const destination = planOf(this.#stream().destination);
    if (role !== "source") this.measure(attemptMetrics(record, role === "backup" ? "BackupToS3" : "DeliveryToS3"));
    if (record.error === undefined) return;
    if (record.error.cause.service === "kms") this.measure({ [keyMetric(record.error.cause.code)]: 1 });
    await this.#log(record, role === "backup" ? (destination.backup ?? destination) : destination, role === "source");
  }

  /**
   * Errors go to CloudWatch Logs as the destination's role, at best effort: without the permission, the group or the
   * stream they are lost and delivery goes on. Source: Firehose User Guide, "Monitor using CloudWatch Logs"; the document
   * as in an event of AWS (CloudWatch2S3#5). The version is a number where the source could not be read and a text where
   * S3 refused (recorded on AWS by stackd, 2026).
   */
  async #log(record: DeliveryRecord, plan: DeliveryPlan, isOfSource: boolean): Promise<void> {
    if (plan.log === undefined || record.error === undefined) return;
    const { region } = this.#stream();
    const { deliveryStreamVersionId: version } = record;
    const event = {
      deliveryStreamARN: record.deliveryStreamArn,
      destination: plan.bucketArn,
      deliveryStreamVersionId: isOfSource ? Number(version) : version,
      message: record.error.message,
      errorCode: record.error.code,
    };
    try {
      await callService(this.#environment, {
        as: await this.#sessions.as(plan.roleArn),
        service: "logs",
        operation: "PutLogEvents",
        input: {
          logGroupName: plan.log.group,
          logStreamName: plan.log.stream,
          logEvents: [{ timestamp: record.at, message: JSON.stringify(event) }],
        },
        region,
      });
    } catch (error) {
      if (!(error instanceof RefusedCall)) throw error;
    }
  }
}

/** What is wrong with the key of an encrypted stream. */
function keyMetric(code: string): string {
  const metrics: Readonly<Record<string, string>> = {
    AccessDeniedException: "KMSKeyAccessDenied",
    DisabledException: "KMSKeyDisabled",
    NotFoundException: "KMSKeyNotFound",
  };
  return metrics[code] ?? "KMSKeyInvalidState";
}

function attemptMetrics(record: DeliveryRecord, prefix: string): Readonly<Record<string, number>> {
  const { outcome, records, bytes, at, oldestArrivalAt } = record;
  const freshness = oldestArrivalAt === undefined ? {} : { [`${prefix}.DataFreshness`]: (at - oldestArrivalAt) / 1000 };
  if (outcome !== "delivered") return { [`${prefix}.Success`]: 0, ...freshness };
  return {
    [`${prefix}.Success`]: 1,
    [`${prefix}.Records`]: records,
    [`${prefix}.Bytes`]: bytes,
    [`${prefix}.ObjectCount`]: 1,
    ...freshness,
  };
}
