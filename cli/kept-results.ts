import { openHistory, readHistory } from "../harness/history/history.ts";
import { HistoryError } from "../harness/history/history-error.ts";
import { trendsOf } from "../harness/history/trend.ts";
import { redactAll } from "../harness/redaction/known-secrets.ts";
import type { RunResult, Trend } from "../harness/result.ts";
import { UsageError } from "./usage-error.ts";

/** Before a run: throws a `UsageError` where its results could not be kept in `file`. */
export function refuseUnusable(file: string): void {
  orRefused(() => openHistory(file)[Symbol.dispose]());
}

/** Adds a run to those that are kept in `file`. */
export function keep(file: string, run: RunResult): void {
  orRefused(() => {
    using history = openHistory(file);
    history.add(redactAll(run));
  });
}

/** How what is kept in `file` went from day to day. */
export function keptTrends(file: string): readonly Trend[] {
  return orRefused(() => trendsOf(readHistory(file)));
}

/** What is wrong with a history as what is wrong with the arguments. */
export function orRefused<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof HistoryError ? new UsageError(error.message) : error;
  }
}
