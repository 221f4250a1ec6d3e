import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type JournalHeader, outstanding, parseJournal } from "./entries.ts";
import { JournalError } from "./journal-error.ts";
import { lifeOf } from "./process-identity.ts";
import type { Resource } from "./resource.ts";

/** The journal of a run that goes on, or that ended without removing everything. */
export interface FoundJournal {
  readonly path: string;
  readonly header: JournalHeader;
  readonly outstanding: readonly Resource[];
  /** Of the process that wrote it. */
  readonly life: ReturnType<typeof lifeOf>;
}

/** All journals of a folder, by run; none where there is no folder. Throws a `JournalError` on one that cannot be read. */
export function readJournals(folder: string): readonly FoundJournal[] {
  return namesIn(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      const text = read(path);
      if (text === undefined) return [];
      const { header, entries } = parseJournal(path, text);
      return [{ path, header, outstanding: outstanding(entries), life: lifeOf(header) }];
    });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw new JournalError(`${folder}: the journals cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** Undefined where its run has ended in the meantime and taken it along. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new JournalError(`${path}: the journal cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}
