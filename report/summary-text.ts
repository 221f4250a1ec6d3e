import type { RunResult } from "../harness/result.ts";
import { textReport } from "./text.ts";

/** A finished run as text: a line a scenario, the steps of those that did not pass, and the counts. */
export function summaryText(run: RunResult): string {
  let text = "";
  const report = textReport({
    output: { write: (more: string) => (text += more) },
    steps: "of-failed",
    ticker: () => () => {},
  });
  if (run.measurement !== undefined) report.onEvent({ kind: "controls-measured", measurement: run.measurement });
  for (const result of run.scenarios) report.onEvent({ kind: "scenario-ended", result });
  report.finish(run);
  return text;
}
