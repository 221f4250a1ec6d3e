import type { MinuteStatistics } from "../model/metrics.ts";

export type Statistic = "Average" | "Maximum" | "Minimum" | "SampleCount" | "Sum";

export const statistics: readonly Statistic[] = ["Average", "Maximum", "Minimum", "SampleCount", "Sum"];

export function isStatistic(name: string): name is Statistic {
  return (statistics as readonly string[]).includes(name);
}

/**
 * The minutes from `startMs` to `endMs` (exclusive) put together into periods, oldest first; a period without a value is
 * left out. The start is rounded down to its period. Source: CloudWatch API Reference, GetMetricData.
 */
export function periodsOf(
  minutes: readonly MinuteStatistics[],
  { startMs, endMs, periodMs }: { readonly startMs: number; readonly endMs: number; readonly periodMs: number },
): readonly MinuteStatistics[] {
  const firstMs = Math.floor(startMs / periodMs) * periodMs;
  const periods = new Map<number, MinuteStatistics>();
  for (const minute of minutes) {
    if (minute.at < firstMs || minute.at >= endMs) continue;
    const at = Math.floor(minute.at / periodMs) * periodMs;
    const period = periods.get(at);
    periods.set(at, period === undefined ? { ...minute, at } : joined(period, minute));
  }
  return [...periods.values()].sort((a, b) => a.at - b.at);
}

export function statisticOf(period: MinuteStatistics, statistic: Statistic): number {
  switch (statistic) {
    case "Average":
      return period.sum / period.count;
    case "Maximum":
      return period.maximum;
    case "Minimum":
      return period.minimum;
    case "SampleCount":
      return period.count;
    case "Sum":
      return period.sum;
  }
}

function joined(a: MinuteStatistics, b: MinuteStatistics): MinuteStatistics {
  return {
    at: a.at,
    count: a.count + b.count,
    sum: a.sum + b.sum,
    minimum: Math.min(a.minimum, b.minimum),
    maximum: Math.max(a.maximum, b.maximum),
  };
}
