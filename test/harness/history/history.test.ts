import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { openHistory, readHistory } from "../../../harness/history/history.ts";
import { loadSqlite, withoutItsWarning } from "../../../harness/history/sqlite.ts";
import { failedWith, runResult, scenarioResult, stepResult } from "../../support/results.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const runProcess = promisify(execFile);
const writer = join(import.meta.dirname, "writer.ts");

/** Of the run that began at this minute. */
function runAt(minute: number, name = "flow") {
  return runResult([scenarioResult(name)], { startedAt: `2026-11-24T09:${String(minute).padStart(2, "0")}:00.000Z` });
}

function damagedMessage(file: string) {
  return `the history ${file} is damaged (`;
}

describe("a history", () => {
  test("keeps what it is given, oldest first, also when it is opened again", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "a", "history.db");
    const steps = [stepResult("outer", { steps: [stepResult("wait", { latencyMs: 61_000 })] })];
    const failed = scenarioResult("other", failedWith("no object\nlast seen: none"));
    {
      using history = openHistory(file);
      history.add(runAt(2));
      history.add(runResult([scenarioResult("flow", undefined, { steps }), failed]));
    }
    const common = { target: "embedded", version: "0.1.0", durationMs: 1_234 };
    expect(readHistory(file)).toEqual([
      {
        ...common,
        scenario: "flow",
        startedAt: "2026-11-24T09:00:00.000Z",
        verdict: "passed",
        short: "",
        latenciesMs: [61_000],
      },
      {
        ...common,
        scenario: "other",
        startedAt: "2026-11-24T09:00:00.000Z",
        verdict: "failed",
        short: "no object",
        latenciesMs: [],
      },
      {
        ...common,
        scenario: "flow",
        startedAt: "2026-11-24T09:02:00.000Z",
        verdict: "passed",
        short: "",
        latenciesMs: [],
      },
    ]);
  });

  test("keeps a run once that is added twice, and two runs that differ", () => {
    using folder = temporaryFolder();
    using history = openHistory(join(folder.path, "history.db"));
    history.add(runAt(1));
    history.add(runAt(1));
    expect(history.entries()).toHaveLength(1);
    history.add(runAt(1, "other"));
    expect(history.entries()).toHaveLength(2);
  });

  test("answers one scenario, one family, or one target", () => {
    using folder = temporaryFolder();
    using history = openHistory(join(folder.path, "history.db"));
    history.add(runResult(["family/one", "family/two", "family-x"].map((name) => scenarioResult(name))));
    history.add(runResult([scenarioResult("family/one")], { target: "aws" }));
    const found = (filter: Parameters<typeof history.entries>[0]) =>
      history.entries(filter).map(({ scenario, target }) => `${scenario} ${target}`);
    expect(found({ scenario: "family/two" })).toEqual(["family/two embedded"]);
    expect(found({ scenario: "family", target: "embedded" })).toEqual(["family/one embedded", "family/two embedded"]);
    expect(found({ target: "aws" })).toEqual(["family/one aws"]);
    expect(found({ scenario: "' OR 1 = 1 --" })).toEqual([]);
  });

  test("keeps the newest runs of each target, and lets the others go with their results", () => {
    using folder = temporaryFolder();
    using history = openHistory(join(folder.path, "history.db"), { keptRuns: 2 });
    history.add({ ...runAt(0), target: "aws" });
    for (const minute of [3, 1, 2]) history.add(runAt(minute));
    expect(history.entries().map(({ target, startedAt }) => `${target} ${startedAt.slice(14, 16)}`)).toEqual([
      "aws 00",
      "embedded 02",
      "embedded 03",
    ]);
  });

  test("loses nothing where several processes begin it and write to it at a time", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "history.db");
    const names = ["one", "two", "three"];
    await Promise.all(names.map((name) => runProcess(process.execPath, [writer, file, name, "40"])));
    expect(new Set(readHistory(file).map(({ scenario }) => scenario)).size).toBe(120);
  });

  test("is one file and nothing beside it", async () => {
    using folder = temporaryFolder();
    const { stdout } = await runProcess("sh", ["-c", `"${process.execPath}" "${writer}" history.db one 1 && ls`], {
      cwd: folder.path,
    });
    expect(stdout).toBe("history.db\n");
  });

  test("is used without a word of Node's", async () => {
    using folder = temporaryFolder();
    const { stderr } = await runProcess(process.execPath, [writer, join(folder.path, "history.db"), "one", "1"]);
    expect(stderr).toBe("");
  });

  test("is loaded without the warning that SQLite is experimental, and with every other one", async () => {
    const heard: string[] = [];
    const hear = ({ message }: Error) => void heard.push(message);
    process.on("warning", hear);
    try {
      withoutItsWarning(() => {
        process.emitWarning("SQLite is an experimental feature and might change at any time", "ExperimentalWarning");
        process.emitWarning("something else");
      });
      process.emitWarning("and one afterwards");
      // Node tells of them in a tick of its own.
      await new Promise((resolve) => setImmediate(resolve));
    } finally {
      process.off("warning", hear);
    }
    expect(heard).toEqual(["something else", "and one afterwards"]);
  });
});

describe("a history that cannot be used", () => {
  test("is refused where it is damaged, whichever part", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "history.db");
    {
      using history = openHistory(file);
      for (let at = 0; at < 60; at++) history.add(runAt(at));
    }
    const whole = readFileSync(file);
    const damage = [
      Buffer.from("this is no database, but a text that is long enough to be taken for one"),
      whole.subarray(0, 4_096 * 2),
      Buffer.concat([whole.subarray(0, 4_096), Buffer.alloc(whole.length - 4_096, 0x55)]),
    ];
    for (const bytes of damage) {
      writeFileSync(file, bytes);
      expect(() => readHistory(file)).toThrow(damagedMessage(file));
    }
    writeFileSync(file, damage[0] ?? "");
    expect(() => openHistory(file)).toThrow(
      `the history ${file} is damaged (file is not a database): move it away, and the next run begins a new one`,
    );
  });

  test("is not begun in another program's database, which stays as it is", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "other.db");
    const { DatabaseSync } = loadSqlite();
    const other = new DatabaseSync(file);
    other.exec("CREATE TABLE notes (text)");
    other.close();
    const before = readFileSync(file);
    expect(() => openHistory(file)).toThrow(
      `${file} is a database of another program: give the history a file of its own`,
    );
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test("is refused where a later version wrote it", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "history.db");
    openHistory(file)[Symbol.dispose]();
    const { DatabaseSync } = loadSqlite();
    const later = new DatabaseSync(file);
    later.exec("PRAGMA user_version = 2");
    later.close();
    expect(() => readHistory(file)).toThrow(`the history ${file} has format 2, and this version of crosscheck knows 1`);
  });

  test("is not begun by reading", () => {
    expect(() => readHistory("/nowhere/history.db")).toThrow(
      "there is no history at /nowhere/history.db: `crosscheck run --history /nowhere/history.db` begins one",
    );
  });

  test("is refused where its folder cannot be made", () => {
    expect(() => openHistory("/dev/null/a/history.db")).toThrow(
      /^the history \/dev\/null\/a\/history.db cannot be used: ENOTDIR/,
    );
  });
});
