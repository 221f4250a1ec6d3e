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

test("a journal that cannot be read is an error and nothing is touched", async () => {
  await using sandbox = await configuredAccounts();
  const folder = join(sandbox.folder, ".crosscheck", "journal");
  openJournal({ folder, run, prefix: "crosscheck", accounts: [], startedAt: "", expires: "" })[Symbol.dispose]();
  const { exitCode, stderr } = await sandbox.crosscheck("sweep");
  expect(exitCode).toBe(2);
  expect(stderr).toBe(
    `crosscheck: ${join(folder, `${run}.jsonl`)}:1: startedAt: Invalid timestamp: Received ""; the journal is damaged: delete it and sweep from tags, by \`crosscheck sweep --run\` with the file's name\n`,
  );
});
