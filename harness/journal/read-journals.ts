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
  /** Some of its lines cannot be read: there may be more that it announced. */
  readonly isDamaged: boolean;
}

/**
 * All journals of a folder, by run; none where there is no folder. `onDamage` is told once of each that is damaged, which is
 * read as far as it can be, or left out; unless given, it is thrown. Throws a `JournalError` where the folder cannot be read.
 */
export function readJournals(folder: string, onDamage = raise): readonly FoundJournal[] {
  return namesIn(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .sort()
    .flatMap((name) => {
      try {
        const journal = readJournal(join(folder, name), onDamage);
        return journal === undefined ? [] : [journal];
      } catch (error) {
        if (!(error instanceof JournalError)) throw error;
        onDamage(error);
        return [];
      }
    });
}

/** Undefined where its run has ended in the meantime. Throws a `JournalError` where it does not say whose it is. */
function readJournal(path: string, onDamage: (damage: JournalError) => void): FoundJournal | undefined {
  const text = read(path);
  if (text === undefined) return undefined;
  let isDamaged = false;
  const { header, entries } = parseJournal(path, text, (damage) => {
    isDamaged = true;
    onDamage(damage);
  });
  return { path, header, outstanding: outstanding(entries), life: lifeOf(header), isDamaged };
}

function raise(damage: JournalError): void {
  throw damage;
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
