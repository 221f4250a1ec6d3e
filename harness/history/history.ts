import { createHash } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { RunResult } from "../result.ts";
import { entriesOf, type HistoryEntry } from "./entry.ts";
import { HistoryError } from "./history-error.ts";
import { loadSqlite } from "./sqlite.ts";

/** The results of many runs in one file. */
export interface History extends Disposable {
  /** Adds a run; one that is there already changes nothing. */
  add(run: RunResult): void;
  /** Everything that is kept, oldest first. */
  entries(filter?: HistoryFilter): readonly HistoryEntry[];
}

export interface HistoryFilter {
  /** Its name, or that of its family. */
  readonly scenario?: string | undefined;
  readonly target?: string | undefined;
}

export interface HistorySettings {
  /** Runs that are kept of each target, the newest; 1,000 unless given: some years of nights. */
  readonly keptRuns?: number;
}

/** Says that a database is ours: `xchk`. Source: SQLite, "PRAGMA application_id". */
const applicationId = 0x7863_686b;

/** Of the tables below; rises with a change that an older program would not understand. */
const schemaVersion = 1;

const schema = `
  CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    target TEXT NOT NULL,
    started_at TEXT NOT NULL,
    version TEXT NOT NULL
  ) STRICT;
  CREATE INDEX run_by_time ON run (target, started_at);
  CREATE TABLE result (
    run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    scenario TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('passed', 'failed', 'inconclusive')),
    short TEXT NOT NULL,
    duration_ms REAL NOT NULL,
    latencies_ms TEXT NOT NULL,
    PRIMARY KEY (run_id, scenario)
  ) STRICT;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${schemaVersion};
`;

/** How long one waits for another that writes. */
const patienceMs = 30_000;

/**
 * Opens the history in `file`, or begins it, with its folder. Several processes may write to one at a time. What is called
 * on it, and opening it, throws a `HistoryError` where the file is none or cannot be written.
 */
export function openHistory(file: string, { keptRuns = 1_000 }: HistorySettings = {}): History {
  const attempt = attempts(file);
  const database = attempt(() => {
    mkdirSync(dirname(file), { recursive: true });
    return open(file, { isReadOnly: false });
  });
  return {
    add: (run) => attempt(() => transact(database, () => add(database, run, keptRuns))),
    entries: (filter = {}) => attempt(() => read(database, filter)),
    [Symbol.dispose]: () => database.close(),
  };
}

/** Everything in the history in `file`, oldest first, which is left as it is. Throws a `HistoryError` where there is none. */
export function readHistory(file: string, filter: HistoryFilter = {}): readonly HistoryEntry[] {
  if (!existsSync(file)) {
    throw new HistoryError(`there is no history at ${file}: \`crosscheck run --history ${file}\` begins one`);
  }
  return attempts(file)(() => {
    const database = open(file, { isReadOnly: true });
    try {
      return read(database, filter);
    } finally {
      database.close();
    }
  });
}

function open(file: string, { isReadOnly }: { readonly isReadOnly: boolean }): DatabaseSync {
  const { DatabaseSync } = loadSqlite();
  const database = new DatabaseSync(file, { readOnly: isReadOnly });
  try {
    database.exec(`PRAGMA busy_timeout = ${patienceMs}; PRAGMA foreign_keys = ON`);
    if (isReadOnly) check(file, database);
    else transact(database, () => prepare(file, database));
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Makes the tables in an empty file; of two that find it empty one makes them. */
function prepare(file: string, database: DatabaseSync): void {
  const isEmpty = numberOf(database, "SELECT count(*) AS value FROM sqlite_schema") === 0;
  if (isEmpty && numberOf(database, "SELECT application_id AS value FROM pragma_application_id") === 0) {
    database.exec(schema);
  } else check(file, database);
}

function check(file: string, database: DatabaseSync): void {
  const application = numberOf(database, "SELECT application_id AS value FROM pragma_application_id");
  if (application !== applicationId) {
    throw new HistoryError(`${file} is a database of another program: give the history a file of its own`);
  }
  const version = numberOf(database, "SELECT user_version AS value FROM pragma_user_version");
  if (version !== schemaVersion) {
    throw new HistoryError(
      `the history ${file} has format ${version}, and this version of crosscheck knows ${schemaVersion}: use the version that wrote it, or another file`,
    );
  }
}

function add(database: DatabaseSync, run: RunResult, keptRuns: number): void {
  const entries = entriesOf(run);
  const startedAt = new Date(run.startedAt).toISOString();
  const digest = createHash("sha256")
    .update(JSON.stringify([run.target, startedAt, entries]))
    .digest("hex");
  const { changes, lastInsertRowid } = database
    .prepare("INSERT OR IGNORE INTO run (digest, target, started_at, version) VALUES (?, ?, ?, ?)")
    .run(digest, run.target, startedAt, run.version ?? "");
  if (Number(changes) === 0) return;
  const insert = database.prepare("INSERT INTO result VALUES (?, ?, ?, ?, ?, ?)");
  for (const { scenario, verdict, short, durationMs, latenciesMs } of entries) {
    insert.run(lastInsertRowid, scenario, verdict, short, durationMs, JSON.stringify(latenciesMs));
  }
  database
    .prepare(
      "DELETE FROM run WHERE target = ?1 AND id NOT IN (SELECT id FROM run WHERE target = ?1 ORDER BY started_at DESC, id DESC LIMIT ?2)",
    )
    .run(run.target, keptRuns);
}

function read(database: DatabaseSync, { scenario, target }: HistoryFilter): readonly HistoryEntry[] {
  const rows = database
    .prepare(
      `SELECT scenario, target, started_at, version, verdict, short, duration_ms, latencies_ms
       FROM result JOIN run ON run.id = run_id
       WHERE (?1 IS NULL OR scenario = ?1 OR substr(scenario, 1, length(?1) + 1) = ?1 || '/') AND (?2 IS NULL OR target = ?2)
       ORDER BY started_at, run.id, result.rowid`,
    )
    .all(scenario ?? null, target ?? null);
  return rows.map((row) => ({
    scenario: String(row.scenario),
    target: String(row.target),
    startedAt: String(row.started_at),
    version: String(row.version),
    verdict: row.verdict as HistoryEntry["verdict"],
    short: String(row.short),
    durationMs: Number(row.duration_ms),
    latenciesMs: JSON.parse(String(row.latencies_ms)) as readonly number[],
  }));
}

/** All of `work` or nothing, and by one at a time. */
function transact<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    // SQLite has rolled back already after some errors.
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function numberOf(database: DatabaseSync, query: string): number {
  return Number(database.prepare(query).get()?.value);
}

/** SQLite's primary result codes. Source: SQLite, "Result and Error Codes". */
const busy = 5;
const damaged: readonly (number | undefined)[] = [11, 26];

/** Does something with the file, and says what is wrong in words that have its name. */
function attempts(file: string): <Result>(work: () => Result) => Result {
  return (work) => {
    try {
      return work();
    } catch (error) {
      if (error instanceof HistoryError) throw error;
      throw new HistoryError(explanation(file, error as Error & { readonly errcode?: number }), { cause: error });
    }
  };
}

function explanation(file: string, { message, errcode }: Error & { readonly errcode?: number }): string {
  const code = errcode === undefined ? undefined : errcode & 0xff;
  if (damaged.includes(code)) {
    return `the history ${file} is damaged (${message}): move it away, and the next run begins a new one`;
  }
  if (code === busy) return `the history ${file} was being written by another for ${patienceMs / 1000} s: try again`;
  return `the history ${file} cannot be used: ${message}`;
}
