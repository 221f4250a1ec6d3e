import { MergeError, mergeShards } from "../harness/shard/merge.ts";
import { runSchema } from "../report/run-schema.ts";
import { summaryText } from "../report/summary-text.ts";
import { readJsonFile } from "./json-file.ts";
import { keep, refuseUnusable } from "./kept-results.ts";
import { openReporters } from "./reporters.ts";
import { runForms } from "./run-forms.ts";
import { exitCodeOf } from "./run-result.ts";
import type { Streams } from "./streams.ts";
import { UsageError } from "./usage-error.ts";

export interface MergeOptions {
  readonly files: readonly string[];
  readonly json?: string;
  readonly reporter?: readonly string[];
  readonly strict?: boolean;
  /** File that keeps the results of many runs. */
  readonly history?: string;
}

/** Joins the results of all shards of a run. Exit code: as of the run. */
export async function mergeCommand(options: MergeOptions, streams: Streams): Promise<number> {
  const { files, json, reporter = [], strict, history } = options;
  if (history !== undefined) refuseUnusable(history);
  const reporters = await openReporters(
    [...reporter, ...(json === undefined ? [] : [`json=${json}`])],
    runForms,
    streams,
  );
  const runs = [];
  for (const file of files) runs.push({ file, run: await readJsonFile(file, "run", runSchema) });
  const merged = merge(runs);
  if (reporters.isTextShown) streams.stdout.write(summaryText(merged));
  await reporters.finish(merged);
  if (history !== undefined) keep(history, merged);
  return exitCodeOf(merged, { strict });
}

function merge(runs: Parameters<typeof mergeShards>[0]) {
  try {
    return mergeShards(runs);
  } catch (error) {
    throw error instanceof MergeError ? new UsageError(error.message) : error;
  }
}
