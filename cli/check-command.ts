import { baselineText, differences, readBaseline } from "../check/baseline/compare.ts";
import { recordOf } from "../check/baseline/record.ts";
import { checkWithFiles } from "../check/check.ts";
import type { Configuration } from "../check/configuration.ts";
import { InputError } from "../check/input-error.ts";
import { reportedMatrix } from "../check/mutate/reported.ts";
import { replayWithEvidence } from "../check/replay/evidence.ts";
import type { CheckResult, ReportedBaseline } from "../check/result.ts";
import { baseWorldOf } from "../check/unknown/judge.ts";
import { asPlayed, asWritten, inWords } from "../check/unknown/world.ts";
import { checkJson } from "../report/check-json.ts";
import { quietly } from "../report/check-quiet.ts";
import { checkText } from "../report/check-text.ts";
import { checkReport, runOf } from "../report/html/check.ts";
import { liveOn } from "../report/live.ts";
import { orNoVerdict } from "./check-failure.ts";
import { checkForms } from "./check-forms.ts";
import { configurationOf, givenInputs, type InputOptions, isStandardInput, mergedFrom } from "./check-inputs.ts";
import { applyRepair } from "./fix.ts";
import { textsPlanned } from "./input-texts.ts";
import type { LiveOptions } from "./live-accounts.ts";
import { openOutputFile, standardOutput, writeOutputFile } from "./output-file.ts";
import { readRecord } from "./record-file.ts";
import { openReportFolder } from "./report-folder.ts";
import { openReporters } from "./reporters.ts";
import { openManifest } from "./saved-manifest.ts";
import type { Streams } from "./streams.ts";
import { PlanInterrupted } from "./terraform-plan.ts";
import { UsageError } from "./usage-error.ts";

export interface CheckOptions extends InputOptions, LiveOptions {
  readonly json?: string;
  /** How the result is told: `text`, `sarif=FILE`, … */
  readonly reporter?: readonly string[];
  /** A folder. */
  readonly report?: string;
  /** Also over an `index.html` there that is no report. */
  readonly overwrite?: boolean;
  /** What is inconclusive counts as broken. */
  readonly strict?: boolean;
  readonly mutate?: boolean;
  /** Tell the verdict and what is wrong, and nothing else. */
  readonly quiet?: boolean;
  /** A file whose bytes are put. */
  readonly record?: string;
  /** A file. */
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  /** Apply the repair to the files that were read. */
  readonly fix?: boolean;
  /** With `fix`: show what would be written. */
  readonly dryRun?: boolean;
  /** Keep what bare policies describe as a crosscheck.json beside them. */
  readonly save?: boolean;
  /** Read accounts instead of files. */
  readonly live?: boolean;
  /** Plan folders of Terraform's source. */
  readonly plan?: boolean;
}

/**
 * Exit code as `checkInputs` has it, or 130 and 143 where SIGINT and SIGTERM ended it while a folder was planned. Rejects with
 * a `UsageError`.
 */
export async function checkCommand(options: CheckOptions, streams: Streams): Promise<number> {
  const { inputs, plan = false, live = false, fix = false } = options;
  if (live && plan) throw new UsageError("--live reads accounts, and --plan a folder: give one");
  if (fix && (plan || inputs.some(isStandardInput))) {
    throw new UsageError("--fix changes the files that are read: name a file, and neither --plan nor `-`");
  }
  if (!plan) return checkInputs(options, streams);
  try {
    return await checkInputs({ ...options, texts: await textsPlanned(givenInputs(options), streams) }, streams);
  } catch (error) {
    if (error instanceof PlanInterrupted) return error.exitCode;
    throw error;
  }
}

/**
 * Exit code: 0 where it works and, with a baseline, does what was approved; 1 where it is broken or does something else,
 * or is inconclusive with `strict`. Rejects with a `UsageError`.
 */
async function checkInputs(options: CheckOptions, streams: Streams): Promise<number> {
  if (options.updateBaseline === true && options.baseline === undefined) {
    throw new UsageError("--update-baseline needs a file: --baseline FILE");
  }
  if (options.updateBaseline === true) await openKept("--baseline", options.baseline);
  if (options.live === true) await openKept("--snapshot", options.snapshot);
  if (options.dryRun === true && options.fix !== true) throw new UsageError("--dry-run is said of --fix: give both");
  if (options.save === true && options.live === true) {
    throw new UsageError("--save keeps what bare policies describe; of accounts, keep a --snapshot");
  }
  if (options.fix === true && options.live === true) {
    throw new UsageError(
      "--fix changes files, and --live reads none: keep what it reads by --snapshot, and see the repair",
    );
  }
  const { json, reporter = [] } = options;
  const all = [...reporter, ...(json === undefined ? [] : [`json=${json}`])];
  const reporters = await openReporters(all, checkForms, streams);
  if (options.dryRun === true && !reporters.isTextShown) {
    throw new UsageError("--dry-run prints the diff where the reporter prints: give the reporter a file, as json=FILE");
  }
  const record = options.record === undefined ? undefined : await readRecord(options.record);
  const save = options.save === true ? await openManifest(options) : undefined;
  const configuration = { ...(await readConfiguration(options)), ...(record !== undefined && { record }) };
  const folder = options.report === undefined ? undefined : await openReportFolder(options.report, options.overwrite);
  const startedAtMs = Date.now();
  const { evident, result, files } = await orNoVerdict(() => played(configuration, options, streams));
  if (options.mutate === true && result.verdict === "broken") {
    streams.stderr.write("crosscheck: what each thing is for is asked of a delivery that works: repair it first\n");
  }
  const isShown = reporters.isTextShown && options.dryRun !== true;
  const told = reporters.isTextShown ? streams.stdout : streams.stderr;
  const output = isShown ? streams.stdout : { write: () => true };
  output.write(checkText(options.quiet === true ? quietly(result) : result, output));
  if (folder !== undefined && evident !== undefined) {
    const run = runOf(result, evident, { startedAtMs, durationMs: Date.now() - startedAtMs });
    const page = await folder.write(run, { page: checkReport(result, run), results: checkJson(result) });
    output.write(`\nreport: ${page}\n`);
  }
  await reporters.finish(result);
  await save?.write(told);
  if (options.fix === true && (await applyRepair(result, files, options, { stdout: told, stderr: streams.stderr }))) {
    return result.repair?.restsOn === undefined || options.strict !== true ? 0 : 1;
  }
  return isGood(result, options.strict === true) ? 0 : 1;
}

/** All that is asked of the configuration; the replay's evidence where there is to be a report. */
async function played(configuration: Configuration, options: CheckOptions, streams: Streams) {
  const { mutate, baseline, report } = options;
  const world = baseWorldOf(configuration);
  const evident = report === undefined ? undefined : await replayWithEvidence(asPlayed(world));
  const { result: checked, files } = await checkWithFiles(configuration, {
    played: evident?.replay,
    isStrict: options.strict,
    workingFolder: process.cwd(),
  });
  const result: CheckResult = {
    ...checked,
    // Where nothing works, nothing can be seen to be needed.
    ...(mutate === true && checked.verdict !== "broken" && (await matrixWithProgress(configuration, streams))),
    ...(baseline !== undefined && { baseline: await compared(configuration, baseline, options) }),
  };
  if (evident === undefined) return { result, files };
  const { steps, evidence } = evident;
  return { result, files, evident: inWords(world.configuration, asWritten(world, { steps, evidence })) };
}

/** With a baseline, what was approved is good, whatever it is. */
function isGood({ verdict, baseline }: CheckResult, isStrict: boolean): boolean {
  if (baseline !== undefined) return baseline.differences === undefined;
  return verdict === "works" || (verdict === "inconclusive" && !isStrict);
}

async function readConfiguration(options: CheckOptions): Promise<Configuration> {
  const { live, inputs } = options;
  if (live !== true) return configurationOf(options);
  if (inputs.length > 0) throw new UsageError("--live reads accounts and takes no input");
  const { readLiveAccounts } = await import("./live-accounts.ts");
  return mergedFrom(async () => [await readLiveAccounts(options)], options);
}

async function compared(
  configuration: Configuration,
  file: string,
  { updateBaseline = false }: CheckOptions,
): Promise<ReportedBaseline> {
  if (updateBaseline) {
    await write(file, baselineText(await recordOf(configuration, Date.now())), "the baseline");
    return { file };
  }
  try {
    const approved = await readBaseline(file);
    return { file, differences: differences(file, approved, await recordOf(configuration, Date.now())) };
  } catch (error) {
    if (error instanceof InputError) throw new UsageError(error.message);
    throw error;
  }
}

/** A bar appears where it takes more than a second. */
const silentMs = 1_000;

async function matrixWithProgress(configuration: Configuration, { stderr }: Streams) {
  const now = () => performance.now();
  const startedAtMs = now();
  const live = liveOn({ output: stderr, now });
  const matrix = await reportedMatrix(configuration, {
    now,
    onProgress(done, total) {
      if (now() - startedAtMs > silentMs) live.show(() => [progressText(done, total)]);
    },
  });
  live.clear();
  return { matrix };
}

const barWidth = 30;

function progressText(done: number, total: number): string {
  const filled = Math.round((done / total) * barWidth);
  return `${"█".repeat(filled)}${"░".repeat(barWidth - filled)} ${done} of ${total} changes tried`;
}

/** Before the work: of what is an input of another call. Rejects with a `UsageError`. */
async function openKept(option: string, file: string | undefined): Promise<void> {
  if (file === undefined) return;
  if (file === standardOutput)
    throw new UsageError(`${option} keeps a file for other calls: give it a name, not \`-\``);
  await openOutputFile(file).catch((error: Error) => {
    throw new UsageError(`${option}: ${file} cannot be written: ${error.message}`);
  });
}

async function write(file: string, text: string, what: string): Promise<void> {
  await writeOutputFile(file, text).catch((error: Error) => {
    throw new UsageError(`${what} cannot be written: ${error.message}`);
  });
}
