import type { Configuration } from "./configuration.ts";
import { locationOf } from "./locate.ts";
import { inOrder } from "./repair/parts.ts";
import { type FileChange, writtenRepair } from "./repair/patch.ts";
import { findRepair } from "./repair/search.ts";
import type { CheckResult, ReportedCause, ReportedRepair } from "./result.ts";
import { type Judged, type JudgeSettings, judge } from "./unknown/judge.ts";
import { inWords } from "./unknown/world.ts";
import { type Cause, type Outcome, withoutAssumptions } from "./verdict.ts";

export interface CheckSettings extends JudgeSettings {
  /** Whether a verdict that holds only under assumptions is inconclusive. */
  readonly isStrict?: boolean;
  /** What paths of files are relative to; an absolute path. */
  readonly workingFolder?: string;
}

/** What a check found, and what its repair makes of the files that it read. */
export interface Checked {
  readonly result: CheckResult;
  readonly files: readonly FileChange[];
}

/**
 * Plays the configuration over the wire and tells what came of it; where it is broken, looks for the smallest change that
 * repairs it and plays that over the wire too, before it is shown. What the input does not say is told by its name.
 */
export async function check(configuration: Configuration, settings: CheckSettings = {}): Promise<CheckResult> {
  return (await checkWithFiles(configuration, settings)).result;
}

/** The same with the files as the repair would have them. */
export async function checkWithFiles(configuration: Configuration, settings: CheckSettings = {}): Promise<Checked> {
  const { isStrict = false, workingFolder, ...judging } = settings;
  const judged = await judge(configuration, judging);
  const { accountA, accountB, bucket, deliveryStream } = configuration;
  const repair = judged.outcome.kind === "broken" ? await repairOf(configuration, judged, workingFolder) : undefined;
  const { kind: verdict, summary, cause, ...told } = isStrict ? withoutAssumptions(judged.outcome) : judged.outcome;
  const result: CheckResult = {
    subject: {
      deliveryStream: deliveryStream.name,
      bucket: bucket.name,
      accountA: accountA.id,
      accountB: accountB.id,
      source: deliveryStream.source,
    },
    verdict,
    summary,
    ...told,
    ...(cause !== undefined && { cause: located(configuration, judged.outcome, cause) }),
    ...(repair !== undefined && { repair: repair.reported }),
  };
  return { result: inWords(judged.world.configuration, result), files: repair?.files ?? [] };
}

interface Repaired {
  readonly reported: ReportedRepair;
  readonly files: readonly FileChange[];
}

async function repairOf(
  configuration: Configuration,
  judged: Judged,
  workingFolder: string | undefined,
): Promise<Repaired | undefined> {
  const found = await findRepair(configuration, judged.inWorld);
  if (found === undefined) return undefined;
  const { outcome } = await judge(found.configuration);
  if (outcome.kind === "broken") return undefined;
  const { parts, order } = await inOrder(configuration, found.changes, judged.inWorld);
  const { patches, files } = writtenRepair(configuration, parts, workingFolder);
  const reported: ReportedRepair = {
    steps: found.changes.map(({ text }) => text),
    sideEffects: found.sideEffects,
    ...(order !== undefined && { order }),
    patches,
    ...(outcome.kind === "inconclusive" && { restsOn: outcome.summary }),
  };
  return { reported, files };
}

function located(configuration: Configuration, { refused }: Outcome, { denied: _, ...cause }: Cause): ReportedCause {
  const grounds = cause.grounds.map((ground) => {
    const source = locationOf(configuration, ground);
    return { ...ground, ...(source !== undefined && { source }) };
  });
  const atCall = cause.kind === "set-up-refused" ? refused[0]?.source : undefined;
  const { source = atCall ?? configuration.deliveryStream.source } = grounds.find((each) => each.source) ?? {};
  return { ...cause, grounds, source };
}
