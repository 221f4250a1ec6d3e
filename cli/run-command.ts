import { run } from "../harness/run.ts";
import { jsonReport } from "../report/json.ts";
import { textReport } from "../report/text.ts";
import { type AwsOptions, awsSettings } from "./aws-options.ts";
import { chooseScenarios } from "./choose-scenarios.ts";
import { durationMs } from "./duration.ts";
import { withTarget } from "./open-target.ts";
import { writeOutputFile } from "./output-file.ts";
import { planCommand } from "./plan-command.ts";
import type { Streams } from "./program.ts";
import { openReportFolder } from "./report-folder.ts";
import { shownDiagrams } from "./shown-diagrams.ts";
import { UsageError } from "./usage-error.ts";
import { wholeNumber } from "./whole-number.ts";

export interface RunOptions extends AwsOptions {
  /** Of scenarios, families, and files with scenarios. */
  readonly names: readonly string[];
  readonly target: string;
  readonly json?: string;
  /** Folder to write the report into. */
  readonly report?: string;
  /** Whether to draw what did not pass; the only scenario in any case. */
  readonly diagram?: boolean;
  readonly verbose?: boolean;
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
  const chosen = await chooseScenarios(options.names);
  const timeoutMs = readTimeout(options.timeout);
  const parallel = wholeNumber("--parallel", options.parallel, 1000, 1);
  const settings = { ...awsSettings(options), timeoutMs };
  if (options.plan === true) return planCommand(chosen, { configFile: options.config, parallel }, stdout);
  const steps = options.verbose === true || chosen.length === 1 ? "all" : "of-failed";
  const folder = options.report === undefined ? undefined : await openReportFolder(options.report);
  const report = textReport({ output: stdout, steps });
  const { result, interruptedWith } = await withTarget(
    options.target,
    streams,
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
    }),
    settings,
  );
  if (options.diagram === true) stdout.write(shownDiagrams(result, stdout));
  report.finish(result);
  if (folder !== undefined) stdout.write(`report  ${await folder.write(result)}\n`);
  if (options.json !== undefined) {
    await writeOutputFile(options.json, jsonReport(result)).catch((error: Error) => {
      throw new UsageError(`the results cannot be written: ${error.message}`);
    });
  }
  if (interruptedWith !== undefined) return interruptedWith;
  const { failed, inconclusive } = result.counts;
  return failed > 0 || (options.strict === true && inconclusive > 0) ? 1 : 0;
}

function readTimeout(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = durationMs(text);
  if (ms === undefined || ms === 0) throw new UsageError(`--timeout \`${text}\` is no time: write \`30m\` or \`90s\``);
  return ms;
}
