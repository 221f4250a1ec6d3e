/** What a history says of each scenario, as a function of its entries. */
import type { HistoryEntry } from "./entry.ts";

/** Of latencies in milliseconds, by nearest rank: each is a latency that was measured. */
export interface Percentiles {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

export interface ScenarioHistory {
  readonly scenario: string;
  readonly target: string;
  readonly runs: number;
  readonly passed: number;
  readonly failed: number;
  readonly inconclusive: number;
  /** From 0 to 1, of those that passed or failed; absent where none did. */
  readonly passRate?: number;
  /** Of all deliveries; absent where none was timed. */
  readonly latencyMs?: Percentiles;
  /** The first run that failed since the last that passed; absent where it passes. */
  readonly failingSince?: FirstFailure;
  /** When the newest run started, ISO 8601. */
  readonly lastAt: string;
}

export interface FirstFailure {
  /** ISO 8601. */
  readonly startedAt: string;
  readonly version: string;
  readonly short: string;
  /** How many have failed since, this one too. */
  readonly failures: number;
}

/** One of each scenario and target, by their names. Entries may come in any order. */
export function summarize(entries: readonly HistoryEntry[]): readonly ScenarioHistory[] {
  return groups(entries, ({ scenario, target }) => JSON.stringify([scenario, target])).map(summaryOf);
}

/**
 * The smallest value that at least `percent` of all values do not exceed (nearest rank). Undefined where there is none.
 * `percent` is above 0 and at most 100.
 */
export function percentile(values: readonly number[], percent: number): number | undefined {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1];
}

/** Undefined where there is no value. */
export function percentilesOf(values: readonly number[]): Percentiles | undefined {
  const [p50, p90, p99] = [50, 90, 99].map((percent) => percentile(values, percent));
  if (p50 === undefined || p90 === undefined || p99 === undefined) return undefined;
  return { count: values.length, p50, p90, p99 };
}

/** Of those that passed or failed, from 0 to 1; undefined where none did. */
export function passRateOf(entries: readonly Pick<HistoryEntry, "verdict">[]): number | undefined {
  const passed = count(entries, "passed");
  const judged = passed + count(entries, "failed");
  return judged === 0 ? undefined : passed / judged;
}

/** Groups by key, in the order of the keys, each from the oldest to the newest. */
export function groups(
  entries: readonly HistoryEntry[],
  keyOf: (entry: HistoryEntry) => string,
): readonly (readonly [HistoryEntry, ...HistoryEntry[]])[] {
  const oldestFirst = [...entries].sort((one, other) => compare(one.startedAt, other.startedAt));
  return [...Map.groupBy(oldestFirst, keyOf)]
    .sort(([one], [other]) => compare(one, other))
    .flatMap(([, [first, ...others]]) => (first === undefined ? [] : [[first, ...others] as const]));
}

function summaryOf(entries: readonly [HistoryEntry, ...HistoryEntry[]]): ScenarioHistory {
  const [{ scenario, target }] = entries;
  const passRate = passRateOf(entries);
  const latencyMs = percentilesOf(entries.flatMap(({ latenciesMs }) => latenciesMs));
  const failingSince = firstFailureOf(entries);
  return {
    ...{ scenario, target, runs: entries.length },
    passed: count(entries, "passed"),
    failed: count(entries, "failed"),
    inconclusive: count(entries, "inconclusive"),
    ...(passRate !== undefined && { passRate }),
    ...(latencyMs !== undefined && { latencyMs }),
    ...(failingSince !== undefined && { failingSince }),
    lastAt: entries.at(-1)?.startedAt ?? entries[0].startedAt,
  };
}

/** What is inconclusive neither ends nor begins a time of failures. */
function firstFailureOf(entries: readonly HistoryEntry[]): FirstFailure | undefined {
  const sinceLastPass = entries.slice(entries.findLastIndex(({ verdict }) => verdict === "passed") + 1);
  const failures = sinceLastPass.filter(({ verdict }) => verdict === "failed");
  const [first] = failures;
  if (first === undefined) return undefined;
  const { startedAt, version, short } = first;
  return { startedAt, version, short, failures: failures.length };
}

function count(entries: readonly Pick<HistoryEntry, "verdict">[], kind: HistoryEntry["verdict"]): number {
  return entries.filter(({ verdict }) => verdict === kind).length;
}

/** The same everywhere, whatever the machine's language is. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
