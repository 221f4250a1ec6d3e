import { readHistory } from "../harness/history/history.ts";
import { summarize } from "../harness/history/summary.ts";
import { trendsOf } from "../harness/history/trend.ts";
import { historyText } from "../report/history.ts";
import { orRefused } from "./kept-results.ts";
import type { Streams } from "./streams.ts";
import { UsageError } from "./usage-error.ts";

export interface HistoryOptions {
  readonly file: string;
  readonly scenario?: string;
  readonly target?: string;
  readonly json?: boolean;
}

/** Shows what the runs that are kept in a file came to. Exit code: 0. */
export function historyCommand({ file, json, ...filter }: HistoryOptions, { stdout }: Streams): number {
  const entries = orRefused(() => readHistory(file, filter));
  if (filter.scenario !== undefined && entries.length === 0) {
    throw new UsageError(`${file} has no run of \`${filter.scenario}\`: \`crosscheck history\` shows what it has`);
  }
  const scenarios = summarize(entries);
  if (json === true) {
    const data = { format: "firehose-crosscheck/history/1", scenarios, trends: trendsOf(entries) };
    stdout.write(`${JSON.stringify(data, undefined, 2)}\n`);
  } else stdout.write(historyText(scenarios, stdout));
  return 0;
}
