import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openJournal } from "../../harness/journal/journal.ts";
import { contentsOf } from "../support/account-contents.ts";
import { configuredAccounts } from "../support/configured-accounts.ts";
import { leftovers } from "../support/leftovers.ts";

const run = "abcdefghij";

test("accounts without leftovers are clean", async () => {
  await using sandbox = await configuredAccounts();
  expect(await sandbox.crosscheck("sweep")).toEqual({ exitCode: 0, stdout: "0 removed, nothing left\n", stderr: "" });
});

test("a plan says what would go, and nothing goes", async () => {
  await using sandbox = await configuredAccounts();
  const { two } = sandbox;
  const tags = { "crosscheck:run": run, "crosscheck:expires": "2020-01-01T00:00:00.000Z" };
  await leftovers.role(two.a, { name: `crosscheck-${run}-1-delivery`, tags });
  await leftovers.bucket(two.b, { name: `crosscheck-${run}-1-landing`, tags });
  expect(await sandbox.crosscheck("sweep", "--plan")).toEqual({
    exitCode: 0,
    stdout: [
      `would remove  bucket crosscheck-${run}-1-landing in account ${two.accountB.id}`,
      `would remove  role crosscheck-${run}-1-delivery in account ${two.accountA.id}`,
      "2 would be removed, nothing left\n",
    ].join("\n"),
    stderr: "",
  });
  expect(await contentsOf(two.a)).toEqual([`role crosscheck-${run}-1-delivery`]);
});

test("what cannot be proven to be a run's is left, said and an exit code of its own", async () => {
  await using sandbox = await configuredAccounts();
  const { two } = sandbox;
  await leftovers.bucket(two.b, { name: `crosscheck-${run}-1-landing`, tags: {} });
  expect(await sandbox.crosscheck("sweep", "--run", run)).toEqual({
    exitCode: 1,
    stdout: `left          bucket crosscheck-${run}-1-landing in account ${two.accountB.id}: it has no tag \`crosscheck:run\`\n0 removed, 1 left\n`,
    stderr: "",
  });
  expect(await contentsOf(two.b)).toEqual([`bucket crosscheck-${run}-1-landing`]);
});

test("a run that goes on is not swept by its id", async () => {
  await using sandbox = await configuredAccounts();
  const times = { startedAt: "2026-01-01T00:00:00.000Z", expires: "2026-01-01T06:00:00.000Z" };
  const folder = join(sandbox.folder, ".crosscheck", "journal");
  using _journal = openJournal({ folder, run, prefix: "crosscheck", accounts: [], ...times });
  expect(await sandbox.crosscheck("sweep", "--run", run)).toEqual({
    exitCode: 2,
    stdout: "",
    stderr: `crosscheck: run ${run} goes on in process ${process.pid}: it removes what it made itself when it is ended\n`,
  });
});

test("nothing is touched where the guard does not let it through", async () => {
  await using sandbox = await configuredAccounts({
    accountIds: ({ accountA, accountB }) => [accountB.id, accountA.id],
  });
  const { two } = sandbox;
  const tags = { "crosscheck:run": run, "crosscheck:expires": "2020-01-01T00:00:00.000Z" };
  await leftovers.role(two.a, { name: `crosscheck-${run}-1-delivery`, tags });
  const { exitCode, stdout, stderr } = await sandbox.crosscheck("sweep");
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toMatch(/^crosscheck: the accounts are swapped: .*\n$/);
  expect(await contentsOf(two.a)).toEqual([`role crosscheck-${run}-1-delivery`]);
});

test("an id that is none is refused", async () => {
  await using sandbox = await configuredAccounts();
  expect(await sandbox.crosscheck("sweep", "--run", "crosscheck-abc")).toEqual({
    exitCode: 2,
    stdout: "",
    stderr: "crosscheck: --run takes a run's id, 10 lower-case letters and digits, got `crosscheck-abc`\n",
  });
});

test("a journal that is not one of a run is told with its line, and stays", async () => {
  await using sandbox = await configuredAccounts();
  const folder = join(sandbox.folder, ".crosscheck", "journal");
  openJournal({ folder, run, prefix: "crosscheck", accounts: [], startedAt: "", expires: "" })[Symbol.dispose]();
  const path = join(folder, `${run}.jsonl`);
  expect(await sandbox.crosscheck("sweep")).toEqual({
    exitCode: 1,
    stdout: `not seen      a journal: ${path}:1: startedAt: Invalid timestamp: Received ""; the journal is damaged: sweep from names and tags, by \`crosscheck sweep --run\` with the file's name, and delete it when nothing is left\n0 removed, 1 left\n`,
    stderr: "",
  });
  expect(readdirSync(folder)).toEqual([`${run}.jsonl`]);
});

test("a damaged journal is one finding, and all else is removed: by the other journals, by names and tags", async () => {
  await using sandbox = await configuredAccounts();
  const { a, accountA, emulator } = sandbox.two;
  const folder = join(sandbox.folder, ".crosscheck", "journal");
  mkdirSync(folder, { recursive: true });
  const file = (id: string) => join(folder, `${id}.jsonl`);
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  const role = async (id: string, expiresInMs: number) => {
    const tags = { "crosscheck:run": id, "crosscheck:expires": at(expiresInMs) };
    await leftovers.role(a, { name: `crosscheck-${id}-1-delivery`, tags });
  };
  // Another process had this one's number.
  const header = (id: string) => ({
    ...{ version: 1, run: id, prefix: "crosscheck", accounts: [accountA.id], endpoint: emulator.url },
    ...{ startedAt: at(0), expires: at(3_600_000), host: hostname(), pid: process.pid, processStartedAt: "before" },
  });
  await role("aaaaaaaaaa", -1000);
  writeFileSync(file("aaaaaaaaaa"), "");
  await role("bbbbbbbbbb", 3_600_000);
  writeFileSync(file("bbbbbbbbbb"), `${JSON.stringify(header("bbbbbbbbbb"))}\n{"kind":\n`);
  await role("cccccccccc", 3_600_000);
  writeFileSync(file("cccccccccc"), `${JSON.stringify(header("cccccccccc"))}\n`);
  const { exitCode, stdout, stderr } = await sandbox.crosscheck("sweep");
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "" });
  expect(await contentsOf(a)).toEqual([]);
  expect(stdout.split("\n").filter((line) => line.startsWith("not seen"))).toEqual([
    `not seen      a journal: ${file("aaaaaaaaaa")}: it is empty; delete it: a run writes nothing before its first line`,
    expect.stringContaining(
      `not seen      a journal: ${file("bbbbbbbbbb")}:2: it is not JSON; the journal is damaged:`,
    ),
  ]);
  expect(stdout).toMatch(/\n3 removed, 2 left\n$/);
  expect(readdirSync(folder).toSorted()).toEqual(["aaaaaaaaaa.jsonl", "bbbbbbbbbb.jsonl"]);
});
