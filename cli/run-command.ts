import { run } from "../harness/run.ts";
import { parseShard, type ShardNumber, shardOf } from "../harness/shard/shard.ts";
import { textReport } from "../report/text.ts";
import { type AwsOptions, awsSettings } from "./aws-options.ts";
import { chooseScenarios } from "./choose-scenarios.ts";
import { durationMs } from "./duration.ts";
import { keep, keptTrends, refuseUnusable } from "./kept-results.ts";
import { withTarget } from "./open-target.ts";
import { planCommand } from "./plan-command.ts";
import { openReportFolder } from "./report-folder.ts";
import { openReporters } from "./reporters.ts";
import { runForms } from "./run-forms.ts";
import { exitCodeOf } from "./run-result.ts";
import { shownDiagrams } from "./shown-diagrams.ts";
import type { Streams } from "./streams.ts";
import { UsageError } from "./usage-error.ts";
import { version } from "./version.ts";
import { wholeNumber } from "./whole-number.ts";

export interface RunOptions extends AwsOptions {
  /** Of scenarios, families, and files with scenarios. */
  readonly names: readonly string[];
  readonly target: string;
  readonly json?: string;
  /** How the run is told: `text`, `junit=FILE`, … */
  readonly reporter?: readonly string[];
  /** File that keeps the results of many runs; the target's own unless given, if it has one. */
  readonly history?: string;
  /** The part of the scenarios that is played: `2/5`. */
  readonly shard?: string;
  /** Folder to write the report into. */
  readonly report?: string;
  /** Also over an `index.html` there that is no report. */
  readonly overwrite?: boolean;
  /** Whether to draw what did not pass; the only scenario in any case. */
  readonly diagram?: boolean;
  readonly verbose?: boolean;
  /** Tell only what failed, and the last line. */
  readonly quiet?: boolean;
  /** What is inconclusive counts as a failure. */
  readonly strict?: boolean;
  /** How long it may take: `30m`. The target's own unless given. */
  readonly timeout?: string;
  /** How many scenarios are played at a time; what the target says unless given. */
  readonly parallel?: string;
}

/**
 * Exit code: 130 and 143 where SIGINT and SIGTERM ended it; 1 where its time was over, a scenario failed, or was
 * inconclusive with `--strict`; else 0.
 */
export async function runCommand(options: RunOptions, streams: Streams): Promise<number> {
  const { stdout } = streams;
  const all = await chooseScenarios(options.names);
  const shard = readShard(options.shard);
  const chosen = shard === undefined ? all : shardOf(all, shard);
  const timeoutMs = readTimeout(options.timeout);
  const parallel = wholeNumber("--parallel", options.parallel, 1000, 1);
  const settings = { ...awsSettings(options), timeoutMs };
  if (options.plan === true) return planCommand(chosen, { configFile: options.config, parallel }, stdout);
  const steps = options.verbose === true || chosen.length === 1 ? "all" : "of-failed";
  const folder = options.report === undefined ? undefined : await openReportFolder(options.report, options.overwrite);
  const { json, reporter = [] } = options;
  const reporters = await openReporters(
    [...reporter, ...(json === undefined ? [] : [`json=${json}`])],
    runForms,
    streams,
  );
  const output = reporters.isTextShown ? stdout : { write: () => true };
  const wrong = options.strict === true ? (["failed", "inconclusive"] as const) : (["failed"] as const);
  const report = textReport({ output, steps, ...(options.quiet === true && { only: wrong }) });
  if (options.history !== undefined) refuseUnusable(options.history);
  // What is said there would be taken away with the lines that are written anew above it.
  const stderr = {
    write(text: string) {
      report.clear();
      return streams.stderr.write(text);
    },
  };
  const { result: played, ...ended } = await withTarget(
    options.target,
    { stdout, stderr },
    async (target, interrupt) => ({
      result: await run(chosen, target, {
        onEvent: (event) => report.onEvent(event),
        evidence: folder !== undefined || options.diagram === true,
        // Steps of scenarios that are played side by side could not be told apart.
        ...(steps === "all" ? { parallel: 1 } : parallel !== undefined && { parallel }),
        signal: interrupt.signal,
        remaining: interrupt.remaining,
      }),
      interruptedWith: interrupt.exitCode,
      historyFile: options.history ?? target.historyFile,
    }),
    settings,
  );
  const result = { version, ...(shard && { shard: { ...shard, scenarios: all.map(({ name }) => name) } }), ...played };
  if (options.diagram === true) output.write(shownDiagrams(result, output));
  report.finish(result);
  // Kept first, so that the report's trends have this run.
  if (ended.historyFile !== undefined) keep(ended.historyFile, result);
  if (folder !== undefined) {
    const trends = ended.historyFile === undefined ? [] : keptTrends(ended.historyFile);
    output.write(`report  ${await folder.writeRun(result, trends)}\n`);
  }
  await reporters.finish(result);
  return ended.interruptedWith ?? exitCodeOf(result, options);
}

function readShard(text: string | undefined): ShardNumber | undefined {
  if (text === undefined) return undefined;
  const shard = parseShard(text);
  if (shard === undefined) throw new UsageError(`--shard \`${text}\` is none: write 1/3, 2/3 or 3/3 for one of three`);
  return shard;
}

function readTimeout(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = durationMs(text);
  if (ms === undefined || ms === 0) throw new UsageError(`--timeout \`${text}\` is no time: write \`30m\` or \`90s\``);
  return ms;
}
