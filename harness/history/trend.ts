/** How pass rate and latency went from day to day, for charts. */
import type { HistoryEntry } from "./entry.ts";
import { groups, type Percentiles, passRateOf, percentilesOf } from "./summary.ts";

export interface Trend {
  readonly target: string;
  /** Absent for all scenarios of the target together. */
  readonly scenario?: string;
  /** From the oldest to the newest; days without a run have none. */
  readonly days: readonly TrendDay[];
}

export interface TrendDay {
  /** `2026-11-24`, UTC. */
  readonly day: string;
  /** Results of that day: a scenario in a run is one. */
  readonly results: number;
  /** From 0 to 1, of those that passed or failed; absent where none did. */
  readonly passRate?: number;
  readonly latencyMs?: Percentiles;
}

/** Of each target as a whole, then of each of its scenarios. */
export function trendsOf(entries: readonly HistoryEntry[]): readonly Trend[] {
  return groups(entries, ({ target }) => target).flatMap((ofTarget) => {
    const [{ target }] = ofTarget;
    const scenarios = groups(ofTarget, ({ scenario }) => scenario);
    return [
      { target, days: daysOf(ofTarget) },
      ...scenarios.map((ofScenario) => ({ target, scenario: ofScenario[0].scenario, days: daysOf(ofScenario) })),
    ];
  });
}

function daysOf(entries: readonly HistoryEntry[]): readonly TrendDay[] {
  return groups(entries, dayOf).map((ofDay) => {
    const passRate = passRateOf(ofDay);
    const latencyMs = percentilesOf(ofDay.flatMap(({ latenciesMs }) => latenciesMs));
    return {
      day: dayOf(ofDay[0]),
      results: ofDay.length,
      ...(passRate !== undefined && { passRate }),
      ...(latencyMs !== undefined && { latencyMs }),
    };
  });
}

function dayOf({ startedAt }: HistoryEntry): string {
  return startedAt.slice(0, 10);
}
