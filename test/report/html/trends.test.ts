import { renderToString } from "preact-render-to-string";
import { describe, expect, test } from "vitest";
import type { Trend, TrendDay } from "../../../harness/result.ts";
import { trendsView } from "../../../report/html/trends.ts";

const day = (at: number, passRate: number | undefined, p50?: number): TrendDay => ({
  day: `2026-11-${String(at).padStart(2, "0")}`,
  results: 70,
  ...(passRate !== undefined && { passRate }),
  ...(p50 !== undefined && { latencyMs: { count: 10, p50, p90: p50 + 1_000, p99: p50 + 2_000 } }),
});

const trends: readonly Trend[] = [
  { target: "aws", days: [day(1, 1, 61_000), day(2, 0.9996, 64_000), day(3, undefined)] },
  { target: "aws", scenario: "orders/arrive", days: [day(1, 1), day(2, 0.5)] },
  { target: "aws", scenario: "orders/stay", days: [day(1, 1), day(2, 1)] },
  { target: "embedded", days: [day(1, 0)] },
];

const html = (target: string) => {
  const view = trendsView(trends, target);
  return view === undefined ? undefined : renderToString(view);
};

describe("the trends of a target", () => {
  test("say how pass rate and latency went, all but never taken for all", () => {
    expect(html("aws")).toContain("<b>Pass rate</b> <small>99.9 % to 100 %</small>");
    expect(html("aws")).toContain("<b>Delivery, median</b> <small>61.0 s to 64.0 s</small>");
  });

  test("have in a table what the charts show, the newest day first, and a dash where nothing could be judged", () => {
    const rows = [...(html("aws") ?? "").matchAll(/<tr><th scope="row">(.*?)<\/tr>/g)].map(([, row = ""]) =>
      row.replaceAll(/<.*?>/g, " ").replaceAll(/ +/g, " ").trim(),
    );
    expect(rows).toEqual([
      "2026-11-03 70 – – – –",
      "2026-11-02 70 99.9 % 64.0 s 65.0 s 66.0 s",
      "2026-11-01 70 100 % 61.0 s 62.0 s 63.0 s",
    ]);
  });

  test("name the scenarios that did not always pass, and only those", () => {
    expect(html("aws")).toContain("<code>orders/arrive</code> passed 75 % of the time");
    expect(html("aws")).not.toContain("orders/stay");
  });

  test("are not told from a single day, nor from another target's", () => {
    expect(html("embedded")).toBeUndefined();
    expect(html("localstack")).toBeUndefined();
  });
});
