import type { FileChange } from "../check/repair/patch.ts";
import { type CheckResult, decisionText } from "../check/result.ts";
import { oneLine, printableDiff } from "../report/printable.ts";
import { tell } from "./inert.ts";
import { replaceFiles } from "./replaced-files.ts";
import type { Streams } from "./streams.ts";

export interface FixOptions {
  /** Show what would be written, and write nothing. */
  readonly dryRun?: boolean;
}

/**
 * Writes a repair into the files that it changes: all of them or none. Answers whether what was broken is repaired. Rejects
 * with a `UsageError` where a file is no longer what was checked, or cannot be written.
 */
export async function applyRepair(
  { verdict, repair }: CheckResult,
  files: readonly FileChange[],
  { dryRun = false }: FixOptions,
  { stdout, stderr }: { readonly stdout: Pick<Streams["stdout"], "write">; readonly stderr: Streams["stderr"] },
): Promise<boolean> {
  if (verdict !== "broken" || repair === undefined) return false;
  const diffs = repair.patches.flatMap((patch) => (patch.kind === "file" ? [patch.diff.replace(/\n$/, "")] : []));
  if (dryRun) stdout.write(`${diffs.map(printableDiff).join("\n")}\n`);
  const obstacle = obstacleTo(repair, files);
  if (obstacle !== undefined) {
    tell(stderr, `the repair is not applied: ${obstacle}`);
    return false;
  }
  if (dryRun) return false;
  await replaceFiles(files);
  stdout.write(`\nrepaired: ${oneLine(files.map(({ file }) => file).join(", "))}\n`);
  return true;
}

/** What keeps a repair from being applied without a person, as a clause. */
function obstacleTo(repair: NonNullable<CheckResult["repair"]>, files: readonly FileChange[]): string | undefined {
  const decision = decisionText(repair);
  if (decision !== undefined) return decision.charAt(0).toLowerCase() + decision.slice(1, -1);
  const generated = files.find(({ generatedBy }) => generatedBy !== undefined);
  if (generated !== undefined) {
    return `${generated.generatedBy} writes ${generated.file} anew; make the change where it is written from`;
  }
  const others = repair.patches.filter(({ kind }) => kind !== "file");
  if (others.length === 0) return undefined;
  return `${others.length === repair.patches.length ? "it" : "a part of it"} is in no file that was read; make the change that is shown where it belongs`;
}
