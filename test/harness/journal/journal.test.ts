import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { type Journal, type JournalSettings, openJournal, type Resource } from "../../../harness/journal/journal.ts";
import { lifeOf, thisProcess } from "../../../harness/journal/process-identity.ts";
import { readJournals } from "../../../harness/journal/read-journals.ts";
import { learnCredentials } from "../../../harness/redaction/known-secrets.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const settings: Omit<JournalSettings, "folder"> = {
  run: "abcdefghij",
  prefix: "crosscheck",
  accounts: ["111111111111", "222222222222"],
  startedAt: "2026-11-24T09:00:00.000Z",
  expires: "2026-11-24T21:00:00.000Z",
};

const role: Resource = {
  kind: "role",
  accountId: "111111111111",
  region: "eu-west-1",
  name: "crosscheck-abcdefghij-1-delivery",
};
const bucket: Resource = {
  ...role,
  kind: "bucket",
  accountId: "222222222222",
  name: "crosscheck-abcdefghij-1-landing",
};

function begin(folder: string, ...announced: readonly Resource[]): Journal {
  const journal = openJournal({ folder, ...settings });
  for (const resource of announced) journal.announce(resource);
  return journal;
}

test("what is announced is in the file before the call that creates it", () => {
  using folder = temporaryFolder();
  using journal = begin(folder.path, role);
  expect(journal.path).toBe(join(folder.path, "abcdefghij.jsonl"));
  const [header, ...entries] = linesOf(journal.path);
  expect(header).toEqual({ version: 1, ...settings, ...thisProcess() });
  expect(entries).toEqual([{ kind: "announced", resource: role }]);
});

test("another process finds what is announced and not removed, in order", () => {
  using folder = temporaryFolder();
  using journal = begin(folder.path, role, bucket);
  const found = () => readJournals(folder.path).map((each) => each.outstanding);
  expect(found()).toEqual([[role, bucket]]);
  journal.removed(role);
  expect(found()).toEqual([[bucket]]);
  expect(journal.outstanding()).toEqual([bucket]);
});

test("a folder that is not there holds no journals, and is made by the first", () => {
  using folder = temporaryFolder();
  const inside = join(folder.path, "a", "b");
  expect(readJournals(inside)).toEqual([]);
  using _journal = begin(inside);
  expect(readdirSync(inside)).toEqual(["abcdefghij.jsonl"]);
});

test("the file goes when everything was removed", () => {
  using folder = temporaryFolder();
  const journal = begin(folder.path, role);
  journal.removed(role);
  journal.finish();
  expect(readdirSync(folder.path)).toEqual([]);
});

test("the file stays when something was not", () => {
  using folder = temporaryFolder();
  begin(folder.path, role).finish();
  expect(readJournals(folder.path)).toMatchObject([{ outstanding: [role] }]);
});

test("nothing is announced in a journal that has ended", () => {
  using folder = temporaryFolder();
  const journal = begin(folder.path, role);
  journal.finish();
  expect(() => journal.announce(bucket)).toThrow(
    `${journal.path}: the journal has ended; nothing more is made in this run`,
  );
});

test("nothing is written of what is gone and was never announced", () => {
  using folder = temporaryFolder();
  using journal = begin(folder.path, role);
  journal.removed(bucket);
  expect(linesOf(journal.path).slice(1)).toEqual([{ kind: "announced", resource: role }]);
});

test("what has a secret in its name is not announced, and the secret not told", () => {
  using folder = temporaryFolder();
  using journal = begin(folder.path);
  const secret = "a1b2c3d4e5f6g7h8i9";
  const named = { ...bucket, name: `crosscheck-abcdefghij-1-${secret}` };
  journal.announce(named);
  journal.removed(named);
  learnCredentials({ accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: secret });
  expect(() => journal.announce(named)).toThrow(
    `${journal.path}: a bucket is not made whose name has a secret in it; name it otherwise`,
  );
});

test("a second journal of the same run is refused, and the first is as it was", () => {
  using folder = temporaryFolder();
  using first = begin(folder.path, role);
  expect(() => openJournal({ folder: folder.path, ...settings })).toThrow(
    `${first.path}: the journal cannot be written: there is a journal of this run already; nothing is made without it. Give its folder by \`journalFolder\` in the configuration`,
  );
  expect(readJournals(folder.path)).toMatchObject([{ outstanding: [role] }]);
});

test("a folder that cannot be made is refused with its path", () => {
  using folder = temporaryFolder();
  const file = join(folder.path, "file");
  writeFileSync(file, "");
  expect(() => openJournal({ folder: join(file, "journal"), ...settings })).toThrow(
    `${join(file, "journal", "abcdefghij.jsonl")}: the journal cannot be written: ENOTDIR`,
  );
});

test("a last line that was being written when the run died counts for nothing", () => {
  using folder = temporaryFolder();
  using journal = begin(folder.path, role, bucket);
  const text = readFileSync(journal.path, "utf8");
  const lengthOfLast = text.length - 1 - text.lastIndexOf("\n", text.length - 2);
  for (let cut = 1; cut < lengthOfLast; cut++) {
    writeFileSync(journal.path, text.slice(0, -cut));
    expect(readJournals(folder.path)).toMatchObject([{ outstanding: [role] }]);
  }
});

test("a damaged line before the last is an error with its number", () => {
  using folder = temporaryFolder();
  using journal = begin(folder.path, role, bucket);
  const [header, , last] = readFileSync(journal.path, "utf8").split("\n");
  const fix = `the journal is damaged: sweep from names and tags, by \`crosscheck sweep --run\` with the file's name, and delete it when nothing is left`;
  writeFileSync(journal.path, `${header}\n{"kind":\n${last}\n`);
  expect(() => readJournals(folder.path)).toThrow(`${journal.path}:2: it is not JSON; ${fix}`);
  writeFileSync(journal.path, `${header}\n${last}\n{"kind":"announced","resource":{"kind":"table"}}\n`);
  expect(() => readJournals(folder.path)).toThrow(
    `${journal.path}:3: resource.kind: Invalid type: Expected ("delivery-stream" | "data-stream" | "bucket" | "log-group" | "role" | "policy" | "user" | "key") but received "table"; ${fix}`,
  );
});

test("a damaged line is told once, and the others and the other journals are read", () => {
  using folder = temporaryFolder();
  using journal = begin(folder.path, role, bucket);
  const [header, , last] = readFileSync(journal.path, "utf8").split("\n");
  writeFileSync(journal.path, `${header}\n{"kind":\n${last}\n\u0000\u0000\n`);
  writeFileSync(join(folder.path, "0.jsonl"), "");
  mkdirSync(join(folder.path, "1.jsonl"));
  const damages: string[] = [];
  const found = readJournals(folder.path, ({ message }) => damages.push(message));
  expect(found).toMatchObject([{ path: journal.path, outstanding: [bucket], isDamaged: true }]);
  expect(damages.map((message) => message.slice(folder.path.length + 1, -1).split(": ")[0])).toEqual([
    "0.jsonl",
    "1.jsonl",
    `${basename(journal.path)}:2`,
  ]);
});

test("a journal of an unknown version is refused", () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "later.jsonl");
  writeFileSync(path, '{"version":2,"whatever":true}\n');
  expect(() => readJournals(folder.path)).toThrow(
    `${path}:1: version 2 of the journal is unknown here, which knows 1; sweep with the version of crosscheck that wrote it`,
  );
});

test("an empty journal is refused, and one that has no name yet is overlooked", () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, "a.jsonl.new"), "");
  expect(readJournals(folder.path)).toEqual([]);
  writeFileSync(join(folder.path, "a.jsonl"), "");
  expect(() => readJournals(folder.path)).toThrow(
    `${join(folder.path, "a.jsonl")}: it is empty; delete it: a run writes nothing before its first line`,
  );
});

test("a folder in the place of a journal is refused with its path", () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "a.jsonl");
  mkdirSync(path);
  expect(() => readJournals(folder.path)).toThrow(`${path}: the journal cannot be read: EISDIR`);
});

test("the journal of a running process is known to be alive, that of one that ended is not", async () => {
  using folder = temporaryFolder();
  using _journal = begin(folder.path);
  expect(readJournals(folder.path)).toMatchObject([{ life: "alive" }]);
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await once(child, "exit");
  expect(lifeOf({ host: hostname(), pid: child.pid ?? 0, processStartedAt: null })).toBe("gone");
});

test("a process that got the number of one that ended is not taken for it", () => {
  const self = thisProcess();
  expect(lifeOf(self)).toBe("alive");
  expect(lifeOf({ ...self, processStartedAt: "another boot 1" })).toBe("gone");
});

test("nothing is said of a process of another machine", () => {
  expect(lifeOf({ ...thisProcess(), host: "another" })).toBe("unknown");
});

function linesOf(path: string): readonly unknown[] {
  return readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}
