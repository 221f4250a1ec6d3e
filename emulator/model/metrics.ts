/** What identifies a metric: `AWS/Firehose`, `DeliveryToS3.Success`, `{ DeliveryStreamName: "orders" }`. */
export interface MetricId {
  readonly accountId: string;
  readonly region: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** As CloudWatch names them. */
export type MetricUnit = "Seconds" | "Milliseconds" | "Bytes" | "Count" | "None";

export interface Datum extends MetricId {
  readonly unit: MetricUnit;
  readonly value: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** All values of one minute. */
export interface MinuteStatistics {
  /** When the minute begins; milliseconds since the epoch. */
  readonly at: number;
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

export interface Metric extends MetricId {
  readonly unit: MetricUnit;
  /** Oldest first. */
  readonly minutes: readonly MinuteStatistics[];
}

const minuteMs = 60_000;
/** Values of a minute are kept for 15 days. Source: CloudWatch User Guide, "Metrics retention". */
const keptMs = 15 * 24 * 3_600_000;

/** What the services measure, minute by minute, as CloudWatch keeps it. */
export class MetricStore {
  readonly #byKey = new Map<
    string,
    { readonly id: MetricId; readonly unit: MetricUnit; minutes: MinuteStatistics[] }
  >();

  record(datum: Datum): void {
    const { value, unit, at, ...id } = datum;
    const key = keyOf(id);
    let metric = this.#byKey.get(key);
    if (metric === undefined) {
      metric = { id, unit, minutes: [] };
      this.#byKey.set(key, metric);
    }
    const minuteAt = Math.floor(at / minuteMs) * minuteMs;
    const last = metric.minutes.at(-1);
    if (last?.at === minuteAt) metric.minutes[metric.minutes.length - 1] = withValue(last, value);
    else {
      metric.minutes.push({ at: minuteAt, count: 1, sum: value, minimum: value, maximum: value });
      if ((metric.minutes[0]?.at ?? minuteAt) < minuteAt - keptMs) metric.minutes.shift();
    }
  }

  find(id: MetricId): Metric | undefined {
    const metric = this.#byKey.get(keyOf(id));
    return metric && { ...metric.id, unit: metric.unit, minutes: metric.minutes };
  }

  list(accountId: string, region: string): readonly Metric[] {
    return [...this.#byKey.values()]
      .filter(({ id }) => id.accountId === accountId && id.region === region)
      .map(({ id, unit, minutes }) => ({ ...id, unit, minutes }));
  }
}

function withValue(minute: MinuteStatistics, value: number): MinuteStatistics {
  return {
    at: minute.at,
    count: minute.count + 1,
    sum: minute.sum + value,
    minimum: Math.min(minute.minimum, value),
    maximum: Math.max(minute.maximum, value),
  };
}

function keyOf({ accountId, region, namespace, name, dimensions }: MetricId): string {
  const sorted = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([accountId, region, namespace, name, sorted]);
}
