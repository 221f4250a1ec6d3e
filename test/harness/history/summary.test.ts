import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { HistoryEntry } from "../../../harness/history/entry.ts";
import { percentile, summarize } from "../../../harness/history/summary.ts";
import { trendsOf } from "../../../harness/history/trend.ts";

function entry(day: number, verdict: HistoryEntry["verdict"], more: Partial<HistoryEntry> = {}): HistoryEntry {
  const startedAt = `2026-11-${String(day).padStart(2, "0")}T03:00:00.000Z`;
  const short = verdict === "passed" ? "" : `${verdict} on day ${day}`;
  const common = { scenario: "flow", target: "aws", version: "0.1.0", durationMs: 1, latenciesMs: [] };
  return { ...common, startedAt, verdict, short, ...more };
}

describe("a percentile", () => {
  test.each([
    [5, 15],
    [30, 20],
    [40, 20],
    [50, 35],
    [100, 50],
  ])("is the value of the nearest rank: %i %% of 15, 20, 35, 40, 50 is %i", (percent, expected) => {
    expect(percentile([50, 15, 40, 20, 35], percent)).toBe(expected);
  });

  test("of one value is that value, and of none is none", () => {
    expect(percentile([7], 1)).toBe(7);
    expect(percentile([], 50)).toBeUndefined();
  });

  test("is one of the values, and no smaller one has as many at or below it as are asked for", () => {
    const values = fc.array(fc.integer(), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 100 }), (all, percent) => {
        const found = percentile(all, percent) ?? Number.NaN;
        const shareAtMost = (limit: number) => all.filter((value) => value <= limit).length * 100;
        expect(all).toContain(found);
        expect(shareAtMost(found)).toBeGreaterThanOrEqual(percent * all.length);
        const smaller = all.filter((value) => value < found);
        if (smaller.length > 0) expect(shareAtMost(Math.max(...smaller))).toBeLessThan(percent * all.length);
      }),
    );
  });
});

describe("what a history says of a scenario", () => {
  test("counts verdicts, and rates by those that could be judged", () => {
    const entries = [
      entry(1, "passed"),
      entry(2, "passed"),
      entry(3, "inconclusive"),
      entry(4, "failed"),
      entry(5, "passed"),
    ];
    expect(summarize(entries)).toEqual([
      {
        ...{ scenario: "flow", target: "aws", runs: 5, passed: 3, failed: 1, inconclusive: 1, passRate: 0.75 },
        lastAt: "2026-11-05T03:00:00.000Z",
      },
    ]);
  });

  test("has no rate where nothing could be judged", () => {
    expect(summarize([entry(1, "inconclusive")])[0]).not.toHaveProperty("passRate");
  });

  test("has the first failure since it passed last, whatever order the entries come in", () => {
    const entries = [
      ...[entry(1, "failed"), entry(2, "passed"), entry(3, "inconclusive")],
      ...[entry(4, "failed", { version: "0.2.0" }), entry(5, "inconclusive"), entry(6, "failed")],
    ];
    const expected = { startedAt: "2026-11-04T03:00:00.000Z", version: "0.2.0", short: "failed on day 4", failures: 2 };
    expect(summarize(entries)[0]?.failingSince).toEqual(expected);
    expect(summarize(entries.toReversed())[0]?.failingSince).toEqual(expected);
  });

  test("has no first failure where it passes", () => {
    expect(summarize([entry(1, "failed"), entry(2, "passed")])[0]).not.toHaveProperty("failingSince");
  });

  test("has the latencies of all its deliveries", () => {
    const entries = [
      entry(1, "passed", { latenciesMs: [61_000, 63_000] }),
      entry(2, "failed", { latenciesMs: [62_000] }),
    ];
    expect(summarize(entries)[0]?.latencyMs).toEqual({ count: 3, p50: 62_000, p90: 63_000, p99: 63_000 });
  });

  test("keeps scenarios and targets apart", () => {
    const entries = [
      entry(1, "passed"),
      entry(1, "failed", { target: "embedded" }),
      entry(1, "passed", { scenario: "a" }),
    ];
    expect(summarize(entries).map(({ scenario, target }) => [scenario, target])).toEqual([
      ["a", "aws"],
      ["flow", "aws"],
      ["flow", "embedded"],
    ]);
  });
});

test("trends go from day to day, of a target as a whole and of each scenario", () => {
  const entries = [
    entry(2, "passed", { latenciesMs: [70_000] }),
    entry(1, "passed", { latenciesMs: [60_000] }),
    entry(1, "failed", { scenario: "other" }),
    entry(1, "inconclusive", { target: "embedded" }),
  ];
  const latency = (ms: number) => ({ latencyMs: { count: 1, p50: ms, p90: ms, p99: ms } });
  const first = { day: "2026-11-01", results: 1 };
  const second = { day: "2026-11-02", results: 1, passRate: 1, ...latency(70_000) };
  expect(trendsOf(entries)).toEqual([
    { target: "aws", days: [{ ...first, results: 2, passRate: 0.5, ...latency(60_000) }, second] },
    { target: "aws", scenario: "flow", days: [{ ...first, passRate: 1, ...latency(60_000) }, second] },
    { target: "aws", scenario: "other", days: [{ ...first, passRate: 0 }] },
    { target: "embedded", days: [first] },
    { target: "embedded", scenario: "flow", days: [first] },
  ]);
});
