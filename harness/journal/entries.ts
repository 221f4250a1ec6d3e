import * as v from "valibot";
import { safeParse } from "../safe-parse.ts";
import { JournalError } from "./journal-error.ts";
import type { ProcessIdentity } from "./process-identity.ts";
import { type Resource, resourceId, resourceSchema } from "./resource.ts";

/** Raised where a reader of the older format would overlook something. */
export const journalVersion = 1;

/** The first line: whose run it is. Times are ISO 8601, of the target's time. */
export interface JournalHeader extends ProcessIdentity {
  readonly version: typeof journalVersion;
  readonly run: string;
  /** What names begin with, before the run: `crosscheck`. */
  readonly prefix: string;
  /** Their ids. */
  readonly accounts: readonly string[];
  readonly startedAt: string;
  readonly expires: string;
  /** Where the services are, where it is not AWS. */
  readonly endpoint?: string;
}

export interface JournalEntry {
  readonly kind: "announced" | "removed";
  readonly resource: Resource;
}

const versionSchema = v.object({ version: v.number() });

const headerSchema = v.object({
  version: v.literal(journalVersion),
  run: v.string(),
  prefix: v.string(),
  accounts: v.array(v.string()),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  expires: v.pipe(v.string(), v.isoTimestamp()),
  endpoint: v.exactOptional(v.string()),
  host: v.string(),
  pid: v.number(),
  processStartedAt: v.nullable(v.string()),
});

const entrySchema = v.object({ kind: v.picklist(["announced", "removed"]), resource: resourceSchema });

export interface JournalContents {
  readonly header: JournalHeader;
  readonly entries: readonly JournalEntry[];
}

/**
 * Reads a journal's text. A last line without its line feed was being written when the run died: its call was not made
 * yet, so that it says nothing. Throws a `JournalError` where it does not say whose journal of this version it is; of lines
 * that are none, `onDamage` is told the first, and all others are read.
 */
export function parseJournal(path: string, text: string, onDamage: (damage: JournalError) => void): JournalContents {
  const [first, ...others] = text.split("\n").slice(0, -1);
  if (first === undefined)
    throw new JournalError(`${path}: it is empty; delete it: a run writes nothing before its first line`);
  const beginning = parseLine(path, 1, first);
  const version = safeParse(versionSchema, beginning);
  if (version.success && version.output.version !== journalVersion) {
    throw new JournalError(
      `${path}:1: version ${version.output.version} of the journal is unknown here, which knows ${journalVersion}; sweep with the version of crosscheck that wrote it`,
    );
  }
  const header = validate(path, 1, headerSchema, beginning);
  const damages: JournalError[] = [];
  const entries = others.flatMap((line, at) => {
    try {
      return [validate(path, at + 2, entrySchema, parseLine(path, at + 2, line))];
    } catch (error) {
      damages.push(error as JournalError);
      return [];
    }
  });
  if (damages[0] !== undefined) onDamage(damages[0]);
  return { header, entries };
}

/** What was announced and not removed since, in the order of the first announcement. */
export function outstanding(entries: readonly JournalEntry[]): readonly Resource[] {
  const left = new Map<string, Resource>();
  for (const { kind, resource } of entries) {
    if (kind === "announced") left.set(resourceId(resource), resource);
    else left.delete(resourceId(resource));
  }
  return [...left.values()];
}

function parseLine(path: string, line: number, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notAJournal(path, line, "it is not JSON");
  }
}

function validate<Schema extends v.GenericSchema>(
  path: string,
  line: number,
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> {
  const result = safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw notAJournal(path, line, `${v.getDotPath(issue) ?? "it"}: ${issue.message}`);
}

function notAJournal(path: string, line: number, because: string): JournalError {
  return new JournalError(
    `${path}:${line}: ${because}; the journal is damaged: sweep from names and tags, by \`crosscheck sweep --run\` with the file's name, and delete it when nothing is left`,
  );
}
