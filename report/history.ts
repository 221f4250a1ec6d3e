/** What a history says, as a table for a terminal. */
import type { ScenarioHistory } from "../harness/result.ts";
import { type Output, painter } from "./output.ts";
import { oneLine } from "./printable.ts";

/**
 * A line a scenario: how often it was played, how many of those that could be judged passed, how long deliveries took, and
 * below it the first run that failed since the last that passed.
 */
export function historyText(scenarios: readonly ScenarioHistory[], output: Output): string {
  if (scenarios.length === 0) return "nothing was played yet\n";
  const paint = painter(output);
  const areSeveralTargets = new Set(scenarios.map(({ target }) => target)).size > 1;
  const head = ["scenario", "runs", "passed", "delivery p50", "p90", "p99"];
  const rows = scenarios.map((each) => [
    oneLine(areSeveralTargets ? `${each.scenario} on ${each.target}` : each.scenario),
    String(each.runs),
    rateText(each),
    ...(["p50", "p90", "p99"] as const).map((name) => secondsText(each.latencyMs?.[name])),
  ]);
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join("  ")
      .trimEnd();
  const lines = scenarios.flatMap(({ failingSince }, at) => [
    line(rows[at] ?? []),
    ...(failingSince === undefined ? [] : [paint("red", `  ✗ ${failingText(failingSince)}`)]),
  ]);
  return `${[paint("bold", line(head)), ...lines].join("\n")}\n`;
}

/** `98.5 %` of those that passed or failed; `–` where none did. */
function rateText({ passRate }: ScenarioHistory): string {
  if (passRate === undefined) return "–";
  // 99.96 % must not look like all.
  const percent = Math.floor(passRate * 1000) / 10;
  return `${Number.isInteger(percent) ? percent : percent.toFixed(1)} %`;
}

function secondsText(ms: number | undefined): string {
  return ms === undefined ? "–" : `${(ms / 1000).toFixed(1)} s`;
}

function failingText({ startedAt, version, short, failures }: NonNullable<ScenarioHistory["failingSince"]>): string {
  const times = failures === 1 ? "once" : `${failures} times`;
  const by = version === "" ? "" : ` (version ${version})`;
  return oneLine(`failing since ${startedAt}${by}, ${times}: ${short}`);
}
