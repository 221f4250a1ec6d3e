import { readFile, realpath, rename, rm, stat } from "node:fs/promises";
import type { FileChange } from "../check/repair/patch.ts";
import { UsageError } from "./usage-error.ts";
import { writeBeside } from "./whole-file.ts";

interface Prepared {
  readonly change: FileChange;
  /** Behind links. */
  readonly path: string;
  /** Has what the file is to have, beside it. */
  readonly beside: string;
}

/**
 * Replaces the text of files, all of them or none: each is written beside the file first, and takes its place only when all are.
 * Rejects with a `UsageError` where a file is no longer as it was read or cannot be written; every file is as it was then.
 */
export async function replaceFiles(changes: readonly FileChange[]): Promise<void> {
  const prepared: Prepared[] = [];
  const replaced: Prepared[] = [];
  try {
    for (const change of changes) prepared.push(await prepare(change));
    for (const { change, path } of prepared) await refuseChanged(change, path);
    for (const each of prepared) {
      await rename(each.beside, each.path);
      replaced.push(each);
    }
  } catch (error) {
    for (const { change, path } of replaced) {
      const back = await prepare({ ...change, after: change.before });
      await rename(back.beside, path);
    }
    for (const { beside } of prepared) await rm(beside, { force: true });
    if (error instanceof UsageError) throw error;
    throw new UsageError(`the repair cannot be written: ${(error as Error).message}; every file is as it was`);
  }
}

async function prepare(change: FileChange): Promise<Prepared> {
  const path = await realpath(change.file);
  await refuseChanged(change, path);
  const { mode } = await stat(path);
  return { change, path, beside: await writeBeside(path, change.after, mode) };
}

async function refuseChanged({ file, before, after }: FileChange, path: string): Promise<void> {
  const now = await readFile(path, "utf8");
  if (now === before || now === after) return;
  throw new UsageError(`${file} has changed since it was read: nothing was written; check again`);
}
