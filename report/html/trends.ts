/** How pass rate and latency went from day to day, where a history has it. */
import type { Trend, TrendDay } from "../../harness/result.ts";
import { h, type VNode } from "./element.ts";
import { disclosure, shown } from "./text.ts";

/** The newest days that are shown. */
const mostDays = 60;
/** Scenarios that did not always pass, worst first. */
const mostScenarios = 10;

/** Of one target. Undefined where there is less than two days to compare. */
export function trendsView(trends: readonly Trend[], target: string): VNode | undefined {
  const ofTarget = trends.filter((each) => each.target === target);
  const whole = ofTarget.find(({ scenario }) => scenario === undefined);
  const days = whole?.days.slice(-mostDays) ?? [];
  if (days.length < 2) return undefined;
  return h(
    "section",
    { class: "sheet trends" },
    h("h2", null, "Over time"),
    h(
      "p",
      { class: "note" },
      `${days[0]?.day} to ${days.at(-1)?.day}, ${days.length} days with runs on ${shown(target)}`,
    ),
    h("div", { class: "charts" }, passRates(days), latencies(days)),
    unsteady(ofTarget),
    disclosure("As a table", table(days), { class: "quiet" }),
  );
}

const [width, height] = [420, 72];

/** A bar a day; what is missing to all is red. The table says the same in numbers. */
function passRates(days: readonly TrendDay[]): VNode {
  const step = width / days.length;
  const bars = days.flatMap(({ passRate }, at) => {
    if (passRate === undefined) return [];
    const frame = { x: at * step + step * 0.1, width: step * 0.8 };
    const good = passRate * height;
    return [
      h("rect", { class: "good", ...frame, y: height - good, height: good }),
      h("rect", { class: "bad", ...frame, y: 0, height: height - good }),
    ];
  });
  return chart(
    "Pass rate",
    rangeText(
      days.flatMap(({ passRate }) => passRate ?? []),
      percentText,
    ),
    bars,
  );
}

/** The median as a line, from nothing to the slowest day's. */
function latencies(days: readonly TrendDay[]): VNode | undefined {
  const step = width / days.length;
  const medians = days.flatMap(({ latencyMs }, at) => (latencyMs === undefined ? [] : [{ at, p50: latencyMs.p50 }]));
  if (medians.length < 2) return undefined;
  const most = Math.max(1, ...medians.map(({ p50 }) => p50));
  const points = medians.map(
    ({ at, p50 }) => `${round((at + 0.5) * step)} ${round(height - 4 - (p50 / most) * (height - 12))}`,
  );
  return chart(
    "Delivery, median",
    rangeText(
      medians.map(({ p50 }) => p50),
      secondsText,
    ),
    [h("path", { class: "latency", d: `M${points.join("L")}` })],
  );
}

function chart(title: string, range: string, content: readonly VNode[]): VNode {
  return h(
    "div",
    null,
    h("p", null, h("b", null, title), " ", h("small", null, range)),
    h(
      "svg",
      { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true" },
      content,
      h("path", { class: "axis", d: `M0 ${height}H${width}` }),
    ),
  );
}

function unsteady(trends: readonly Trend[]): VNode | undefined {
  const rows = trends
    .flatMap(({ scenario, days }) => {
      const judged = days.slice(-mostDays).flatMap(({ passRate }) => passRate ?? []);
      if (scenario === undefined || judged.length === 0) return [];
      return [{ scenario, rate: judged.reduce((sum, each) => sum + each, 0) / judged.length }];
    })
    .filter(({ rate }) => rate < 1)
    .toSorted((one, other) => one.rate - other.rate);
  if (rows.length === 0) return undefined;
  return h(
    "ul",
    { class: "unsteady" },
    rows
      .slice(0, mostScenarios)
      .map(({ scenario, rate }) =>
        h(
          "li",
          null,
          h("code", null, shown(scenario)),
          ` passed ${percentText(rate)} of the time, each day counting alike`,
        ),
      ),
    rows.length > mostScenarios && h("li", null, `and ${rows.length - mostScenarios} more that did not always pass`),
  );
}

function table(days: readonly TrendDay[]): VNode {
  const head = ["Day", "Results", "Passed", "p50", "p90", "p99"];
  return h(
    "table",
    { class: "matrix" },
    h(
      "thead",
      null,
      h(
        "tr",
        null,
        head.map((each) => h("th", { scope: "col" }, each)),
      ),
    ),
    h(
      "tbody",
      null,
      days.toReversed().map(({ day, results, passRate, latencyMs }) =>
        h(
          "tr",
          null,
          h("th", { scope: "row" }, day),
          h("td", null, String(results)),
          h("td", null, passRate === undefined ? "–" : percentText(passRate)),
          (["p50", "p90", "p99"] as const).map((name) =>
            h("td", null, latencyMs === undefined ? "–" : secondsText(latencyMs[name])),
          ),
        ),
      ),
    ),
  );
}

/** `98.5 %` to `100 %`; one where they are the same. */
function rangeText(values: readonly number[], text: (value: number) => string): string {
  if (values.length === 0) return "no result could be judged";
  const [least, most] = [text(Math.min(...values)), text(Math.max(...values))];
  return least === most ? least : `${least} to ${most}`;
}

/** 99.96 % must not look like all. */
function percentText(rate: number): string {
  return `${Math.floor(rate * 1000) / 10} %`;
}

function secondsText(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
