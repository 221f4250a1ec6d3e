/** Files that are written whole or not at all: beside, flushed, renamed. */
import { randomUUID } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { access, lstat, open, readlink, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { makeFolders } from "./folders.ts";

/**
 * Writes a file with its folders: whatever ends the process or fills the disk, the file has the old text or the new one.
 * A link stays and what it names is written; permissions stay. A device or a pipe is written to as it is. Rejects with
 * what the operating system says.
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  await refuseUnwritable(path);
  const file = await behindLinks(path);
  const there = await found(file);
  if (there !== undefined && !isReplaceable(file, there)) return writeFile(file, text);
  const beside = await writeBeside(file, text, there?.mode);
  try {
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
}

/** Writes the text beside a file, on disk when it resolves, and answers where. Nothing is left there where it rejects. */
export async function writeBeside(path: string, text: string, mode?: number): Promise<string> {
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    const file = await open(beside, "wx");
    try {
      await file.writeFile(text);
      // The mode that a file is opened with is cut by the process's umask.
      if (mode !== undefined) await file.chmod(mode & 0o7777);
      await file.sync();
    } finally {
      await file.close();
    }
    return beside;
  } catch (error) {
    await rm(beside, { force: true });
    throw about(path, beside, error as Error);
  }
}

/** To be called before the work whose result is written: makes the folders, and rejects where the file could not be written. */
export async function refuseUnwritable(path: string): Promise<void> {
  const file = await behindLinks(path);
  const folder = dirname(file);
  await makeFolders(folder);
  const there = await found(file);
  if (there?.isDirectory()) throw new Error(`EISDIR: illegal operation on a directory, open '${path}'`);
  if (there !== undefined) await access(file, constants.W_OK);
  if (there === undefined || isReplaceable(file, there)) await access(folder, constants.W_OK);
}

/** Whether another file can take its place: a device, a pipe and what a process has open (`/dev/stdout`) stay what they are. */
function isReplaceable(file: string, there: Stats): boolean {
  return there.isFile() && !isOfTheSystem(file);
}

function isOfTheSystem(file: string): boolean {
  return /^\/(?:dev|proc)\//.test(file);
}

/** What a link names, also one that names nothing yet. */
async function behindLinks(path: string): Promise<string> {
  let file = resolve(path);
  // As many as Linux follows. Source: path_resolution(7).
  for (let links = 0; links < 40; links++) {
    const there = await lstat(file).catch(noneIfMissing);
    // What a process has open is a link to what is no path: `pipe:[123]`.
    if (there?.isSymbolicLink() !== true || file.startsWith("/proc/")) return file;
    file = resolve(dirname(file), await readlink(file));
  }
  throw new Error(`ELOOP: too many symbolic links encountered, open '${path}'`);
}

function found(path: string) {
  return stat(path).catch(noneIfMissing);
}

function noneIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}

/** A name is its folder's content, with a sync of its own; Windows has none. Source: fsync(2), "Description". */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const opened = await open(folder, "r");
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}

/** The message with the name that the user gave. */
function about(path: string, beside: string, error: Error): Error {
  return new Error(error.message.replaceAll(beside, path), { cause: error });
}
