/** What identifies a metric: `AWS/Firehose`, `DeliveryToS3.Success`, `{ DeliveryStreamName: "orders" }`. */
export interface MetricId {
  readonly accountId: string;
  readonly region: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** As CloudWatch names them. */
export const metricUnits = [
  "Seconds",
  "Microseconds",
  "Milliseconds",
  "Bytes",
  "Kilobytes",
  "Megabytes",
  "Gigabytes",
  "Terabytes",
  "Bits",
  "Kilobits",
  "Megabits",
  "Gigabits",
  "Terabits",
  "Percent",
  "Count",
  "Bytes/Second",
  "Kilobytes/Second",
  "Megabytes/Second",
  "Gigabytes/Second",
  "Terabytes/Second",
  "Bits/Second",
  "Kilobits/Second",
  "Megabits/Second",
  "Gigabits/Second",
  "Terabits/Second",
  "Count/Second",
  "None",
] as const;
export type MetricUnit = (typeof metricUnits)[number];

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

  record({ value, unit, at, ...id }: Datum): void {
    this.merge(id, unit, { at, count: 1, sum: value, minimum: value, maximum: value });
  }

  /** Adds statistics to those of their minute, the last or an earlier one. `at` may be any moment of it. */
  merge(id: MetricId, unit: MetricUnit, statistics: MinuteStatistics): void {
    const key = keyOf(id);
    let metric = this.#byKey.get(key);
    if (metric === undefined) {
      metric = { id, unit, minutes: [] };
      this.#byKey.set(key, metric);
    }
    const { minutes } = metric;
    const minute = { ...statistics, at: Math.floor(statistics.at / minuteMs) * minuteMs };
    const before = minutes.findLastIndex(({ at }) => at <= minute.at);
    const same = minutes[before];
    if (same?.at === minute.at) minutes[before] = joined(same, minute);
    else minutes.splice(before + 1, 0, minute);
    if ((minutes[0]?.at ?? 0) < (minutes.at(-1)?.at ?? 0) - keptMs) minutes.shift();
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

/** Both together, at the time of the first. */
export function joined(one: MinuteStatistics, other: MinuteStatistics): MinuteStatistics {
  return {
    at: one.at,
    count: one.count + other.count,
    sum: one.sum + other.sum,
    minimum: Math.min(one.minimum, other.minimum),
    maximum: Math.max(one.maximum, other.maximum),
  };
}

function keyOf({ accountId, region, namespace, name, dimensions }: MetricId): string {
  const sorted = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([accountId, region, namespace, name, sorted]);
}
