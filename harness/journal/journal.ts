import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { redact } from "../redaction/known-secrets.ts";
import { type JournalEntry, type JournalHeader, journalVersion, outstanding } from "./entries.ts";
import { JournalError } from "./journal-error.ts";
import { thisProcess } from "./process-identity.ts";
import { type Resource, resourceId } from "./resource.ts";

export type { Resource, ResourceKind } from "./resource.ts";

export interface JournalSettings
  extends Pick<JournalHeader, "run" | "accounts" | "startedAt" | "expires" | "prefix" | "endpoint"> {
  /** Made where it is not there. */
  readonly folder: string;
}

/**
 * What a run is about to make, on disk before AWS is asked for it: whatever ends the run, the journal knows at least what
 * there is. Every method throws a `JournalError` where the disk does not take it; the call must not be made then.
 */
export interface Journal extends Disposable {
  readonly run: string;
  readonly path: string;
  /** To be called before the creating call: on disk when it returns. */
  announce(resource: Resource): void;
  /** It is gone, or AWS answered that there is none. Says nothing of what is not outstanding. */
  removed(resource: Resource): void;
  /** What was announced and not removed. */
  outstanding(): readonly Resource[];
  /** Ends the journal: deletes the file where nothing is outstanding, and leaves it to the sweep otherwise. */
  finish(): void;
}

/** Begins the journal of a run, `<folder>/<run>.jsonl`: JSON Lines. */
export function openJournal({ folder, ...settings }: JournalSettings): Journal {
  const path = join(folder, `${settings.run}.jsonl`);
  const header: JournalHeader = { version: journalVersion, ...settings, ...thisProcess() };
  const file = attempt(path, () => createFile(folder, path, line(header)));
  return new JournalFile(settings.run, path, file);
}

class JournalFile implements Journal {
  readonly run: string;
  readonly path: string;
  readonly #entries: JournalEntry[] = [];
  #file: OpenFile | undefined;

  constructor(run: string, path: string, file: OpenFile) {
    this.run = run;
    this.path = path;
    this.#file = file;
  }

  announce(resource: Resource): void {
    this.#append({ kind: "announced", resource });
  }

  removed(resource: Resource): void {
    // Of what was never announced the sweep need not know that it is gone, nor the file its name.
    if (!this.outstanding().some((each) => resourceId(each) === resourceId(resource))) return;
    this.#append({ kind: "removed", resource });
  }

  outstanding(): readonly Resource[] {
    return outstanding(this.#entries);
  }

  finish(): void {
    const isDone = this.outstanding().length === 0;
    this[Symbol.dispose]();
    if (isDone) attempt(this.path, () => deleteFile(this.path));
  }

  [Symbol.dispose](): void {
    if (this.#file !== undefined) closeSync(this.#file.descriptor);
    this.#file = undefined;
  }

  #append(entry: JournalEntry): void {
    const file = this.#file;
    if (file === undefined)
      throw new JournalError(`${this.path}: the journal has ended; nothing more is made in this run`);
    // A name cannot be changed here: by it the sweep finds what is left.
    if (entry.kind === "announced" && redact(entry.resource.name) !== entry.resource.name) {
      throw new JournalError(
        `${this.path}: a ${entry.resource.kind} is not made whose name has a secret in it; name it otherwise`,
      );
    }
    attempt(this.path, () => append(file, line(entry)));
    this.#entries.push(entry);
  }
}

interface OpenFile {
  readonly descriptor: number;
  /** Up to where it holds whole lines. */
  length: number;
}

/** Under another name until its first line is on disk: who finds a journal finds whose it is. */
function createFile(folder: string, path: string, firstLine: string): OpenFile {
  mkdirSync(folder, { recursive: true });
  if (existsSync(path)) throw new Error("there is a journal of this run already");
  const unfinished = `${path}.new`;
  const file: OpenFile = { descriptor: openSync(unfinished, "wx"), length: 0 };
  try {
    append(file, firstLine);
    renameSync(unfinished, path);
    syncFolder(folder);
    syncFolder(dirname(folder));
    return file;
  } catch (error) {
    closeSync(file.descriptor);
    throw error;
  }
}

/** On disk when it returns. A half-written line is taken back: the next would become a part of it. */
function append(file: OpenFile, text: string): void {
  const bytes = Buffer.from(text);
  try {
    for (let at = 0; at < bytes.length; )
      at += writeSync(file.descriptor, bytes, at, bytes.length - at, file.length + at);
    fsyncSync(file.descriptor);
    file.length += bytes.length;
  } catch (error) {
    ftruncateSync(file.descriptor, file.length);
    throw error;
  }
}

export function deleteFile(path: string): void {
  unlinkSync(path);
  syncFolder(dirname(path));
}

/** A file's name is its folder's content, with a sync of its own; Windows has none. Source: fsync(2), "Description". */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

function attempt<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new JournalError(
      `${path}: the journal cannot be written: ${(error as Error).message}; nothing is made without it. Give its folder by \`journalFolder\` in the configuration`,
      { cause: error },
    );
  }
}
