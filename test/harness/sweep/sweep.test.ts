import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  type CreateAccessKeyCommandOutput,
  CreateUserCommand,
} from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import type { Account } from "../../../emulator/index.ts";
import type { ClientAccess } from "../../../harness/clients.ts";
import { type Journal, openJournal, type ResourceKind } from "../../../harness/journal/journal.ts";
import { readJournals } from "../../../harness/journal/read-journals.ts";
import { resourceKinds } from "../../../harness/journal/resource.ts";
import { outcomeLine } from "../../../harness/sweep/outcome.ts";
import { type SweepSettings, sweep } from "../../../harness/sweep/sweep.ts";
import { contentsOf } from "../../support/account-contents.ts";
import { type Clients, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { leftovers } from "../../support/leftovers.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const run = "abcdefghij";

/** What the tests' runs have is over by an hour. */
function tagsOf(two: TwoAccounts, expiresInMs = -3_600_000) {
  const expires = new Date(two.emulator.clock.now() + expiresInMs).toISOString();
  return { "crosscheck:run": run, "crosscheck:expires": expires };
}

function accessTo(two: TwoAccounts, { accessKeyId, secretAccessKey }: Account): ClientAccess {
  const { region, url: endpoint } = two.emulator;
  return { region, endpoint, credentials: { accessKeyId, secretAccessKey } };
}

function sweepIn(two: TwoAccounts, settings: Partial<SweepSettings> = {}) {
  const { clock } = two.emulator;
  const accounts = [two.accountA, two.accountB].map((account) => ({ id: account.id, access: accessTo(two, account) }));
  const time = { now: () => clock.now(), wait: (ms: number) => clock.advance(ms) };
  return sweep({ accounts, prefix: "crosscheck", journals: [], time, ...settings });
}

function begin(folder: string, two: TwoAccounts): Journal {
  const { clock } = two.emulator;
  const time = (ms: number) => new Date(ms).toISOString();
  return openJournal({
    folder,
    run,
    prefix: "crosscheck",
    accounts: [two.accountA.id, two.accountB.id],
    startedAt: time(clock.now()),
    expires: time(clock.now() + 3_600_000),
  });
}

async function makeUser({ iam }: Clients): Promise<CreateAccessKeyCommandOutput> {
  await iam.send(new CreateUserCommand({ UserName: "powerless" }));
  return iam.send(new CreateAccessKeyCommand({ UserName: "powerless" }));
}

/** One of each kind in an account. */
async function makeAll(clients: Clients, name: (kind: ResourceKind) => string, tags: Readonly<Record<string, string>>) {
  for (const kind of resourceKinds) await leftovers[kind](clients, { name: name(kind), tags });
}

test("everything of a run that is over goes, in both accounts, by tags and names alone", async () => {
  await using two = await twoAccounts();
  await makeAll(two.a, (kind) => `crosscheck-${run}-1-${kind}`, tagsOf(two));
  await makeAll(two.b, (kind) => `crosscheck-${run}-2-${kind}`, tagsOf(two));
  const outcomes = await sweepIn(two);
  expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 16 }, () => "removed"));
  for (const [clients, { id }] of [[two.a, two.accountA] as const, [two.b, two.accountB] as const]) {
    expect(await contentsOf(clients)).toEqual([`bucket somebodys-${id}`, "role somebodys-delivery"]);
  }
});

test("a plan names what would go, and nothing goes", async () => {
  await using two = await twoAccounts();
  await makeAll(two.a, (kind) => `crosscheck-${run}-1-${kind}`, tagsOf(two));
  const before = await contentsOf(two.a);
  const outcomes = await sweepIn(two, { isPlan: true });
  expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 8 }, () => "would-remove"));
  expect(await contentsOf(two.a)).toEqual(before);
});

test("what may be another machine's run stays until it expires, unless the run is named", async () => {
  await using two = await twoAccounts();
  const tags = tagsOf(two, 3_600_000);
  await leftovers.role(two.a, { name: `crosscheck-${run}-1-delivery`, tags });
  expect((await sweepIn(two)).map(outcomeLine)).toEqual([
    `not yet       role crosscheck-${run}-1-delivery in account ${two.accountA.id}: run ${run} may go on elsewhere until ${tags["crosscheck:expires"]}; sweep it with --run ${run}`,
  ]);
  expect(await contentsOf(two.a)).toEqual([`role crosscheck-${run}-1-delivery`]);
  await sweepIn(two, { run: "zzzzzzzzzz" });
  expect(await contentsOf(two.a)).toEqual([`role crosscheck-${run}-1-delivery`]);
  expect(await sweepIn(two, { run })).toMatchObject([{ kind: "removed" }]);
  expect(await contentsOf(two.a)).toEqual([]);
});

test("what has expired goes", async () => {
  await using two = await twoAccounts();
  await leftovers.role(two.a, { name: `crosscheck-${run}-1-delivery`, tags: tagsOf(two, 3_600_000) });
  await two.emulator.clock.advance(3_600_001);
  expect(await sweepIn(two)).toMatchObject([{ kind: "removed" }]);
  expect(await contentsOf(two.a)).toEqual([]);
});

/** Names that collide: each looks like a run's and is not provably its. */
const strangers: readonly {
  readonly title: string;
  readonly name: string;
  readonly tags: (two: TwoAccounts) => Readonly<Record<string, string>>;
  readonly because?: string;
}[] = [
  {
    title: "without a tag",
    name: `crosscheck-${run}-1-mine`,
    tags: () => ({}),
    because: "it has no tag `crosscheck:run`",
  },
  {
    title: "with another run's tag",
    name: `crosscheck-${run}-1-mine`,
    tags: (two) => ({ ...tagsOf(two), "crosscheck:run": "klmnopqrst" }),
    because: `its name says run ${run} and its tag \`crosscheck:run\` says \`klmnopqrst\``,
  },
  {
    title: "with a tag that does not say when it expires",
    name: `crosscheck-${run}-1-mine`,
    tags: () => ({ "crosscheck:run": run, "crosscheck:expires": "soon" }),
    because: `its tag \`crosscheck:expires\` says \`soon\`, which is no time; sweep it with --run ${run}`,
  },
  { title: "of a similar prefix", name: `crosschecks-${run}-1-mine`, tags: (two) => tagsOf(two) },
  { title: "whose prefix is not at the start", name: `my-crosscheck-${run}-1-x`, tags: (two) => tagsOf(two) },
  { title: "of the prefix without a run", name: "crosscheck-results", tags: (two) => tagsOf(two) },
];

for (const { title, name, tags, because } of strangers) {
  test(`something of any kind ${title} is not touched${because === undefined ? "" : ", and said"}`, async () => {
    await using two = await twoAccounts();
    await makeAll(two.a, () => name, tags(two));
    const before = await contentsOf(two.a);
    const outcomes = await sweepIn(two);
    expect(outcomes.map((each) => [each.kind, "because" in each ? each.because : undefined])).toEqual(
      because === undefined ? [] : Array.from({ length: 8 }, () => ["left", because]),
    );
    expect(await contentsOf(two.a)).toEqual(before);
  });
}

test("nothing is touched where credentials are for another account than the configured one", async () => {
  await using two = await twoAccounts();
  await makeAll(two.a, (kind) => `crosscheck-${run}-1-${kind}`, tagsOf(two));
  const before = await contentsOf(two.a);
  const swapped = [
    { id: two.accountA.id, access: accessTo(two, two.accountB) },
    { id: two.accountB.id, access: accessTo(two, two.accountA) },
  ];
  await expect(sweepIn(two, { accounts: swapped })).rejects.toThrow(
    `the credentials for account ${two.accountA.id} are for account ${two.accountB.id}; nothing was touched`,
  );
  expect(await contentsOf(two.a)).toEqual(before);
});

test("a key that waits for its deletion is no leftover", async () => {
  await using two = await twoAccounts();
  await leftovers.key(two.a, { name: `crosscheck-${run}-1-key`, tags: tagsOf(two) });
  const [first] = await sweepIn(two);
  expect(first).toMatchObject({ kind: "removed" });
  expect(await sweepIn(two)).toEqual([]);
});

test("runs with a journal go at once when their process is gone, and stay as long as it goes on", async () => {
  await using two = await twoAccounts();
  using folder = temporaryFolder();
  const name = `crosscheck-${run}-1-delivery`;
  await leftovers.role(two.a, { name, tags: tagsOf(two, 3_600_000) });
  using journal = begin(folder.path, two);
  journal.announce({ kind: "role", accountId: two.accountA.id, region: two.emulator.region, name });
  const journals = readJournals(folder.path);
  expect((await sweepIn(two, { journals })).map(outcomeLine)).toEqual([
    `not yet       role ${name} in account ${two.accountA.id}: run ${run} goes on in process ${process.pid}`,
  ]);
  expect(await contentsOf(two.a)).toEqual([`role ${name}`]);
  const ofTheDead = journals.map((each) => ({ ...each, life: "gone" as const }));
  expect(await sweepIn(two, { journals: ofTheDead, isPlan: true })).toMatchObject([{ kind: "would-remove" }]);
  expect(readJournals(folder.path)).toHaveLength(1);
  expect(await sweepIn(two, { journals: ofTheDead })).toMatchObject([{ kind: "removed" }]);
  expect(await contentsOf(two.a)).toEqual([]);
  expect(readJournals(folder.path)).toEqual([]);
});

test("what a journal has and AWS does not list yet is found by its name", async () => {
  await using two = await twoAccounts();
  using folder = temporaryFolder();
  const tags = tagsOf(two);
  await makeAll(two.a, (kind) => `crosscheck-${run}-1-${kind}`, tags);
  const { id: accountId } = two.accountA;
  using journal = begin(folder.path, two);
  for (const kind of resourceKinds) {
    const name = `${kind === "log-group" ? "/aws/kinesisfirehose/" : ""}crosscheck-${run}-1-${kind}`;
    journal.announce({ kind, accountId, region: two.emulator.region, name });
  }
  const journals = readJournals(folder.path).map((each) => ({ ...each, life: "gone" as const }));
  // Another prefix: no list has them.
  const outcomes = await sweepIn(two, { journals, prefix: "another" });
  const because = "its name does not begin with `another-` and a run";
  expect(outcomes.map((each) => [each.kind, "because" in each && each.because])).toEqual(
    Array.from({ length: 8 }, () => ["left", because]),
  );
  expect(readJournals(folder.path)).toHaveLength(1);
});

test("a journal of things in another account or place stays, and is said", async () => {
  await using two = await twoAccounts();
  using folder = temporaryFolder();
  using journal = begin(folder.path, two);
  journal.announce({ kind: "role", accountId: "999999999999", region: "us-east-1", name: `crosscheck-${run}-1-role` });
  const journals = readJournals(folder.path).map((each) => ({ ...each, life: "gone" as const }));
  expect((await sweepIn(two, { journals })).map(outcomeLine)).toEqual([
    `left          role crosscheck-${run}-1-role in account 999999999999: its account is not one of the configured; ${journal.path} knows of it`,
  ]);
  expect((await sweepIn(two, { journals, endpoint: "http://127.0.0.1:9" })).map(outcomeLine)).toEqual([
    `not seen      run ${run}: its journal ${journal.path} is of AWS, where this sweep does not look`,
  ]);
  expect(readJournals(folder.path)).toHaveLength(1);
});

test("what a person may not list is said, and a journal stays for it", async () => {
  await using two = await twoAccounts();
  const { accountA } = two;
  const { AccessKey } = await makeUser(two.a);
  const { region, url: endpoint } = two.emulator;
  const credentials = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
  const outcomes = await sweepIn(two, { accounts: [{ id: accountA.id, access: { region, endpoint, credentials } }] });
  expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 8 }, () => "unseen"));
  const [first] = outcomes.map(outcomeLine);
  expect(first).toMatch(
    new RegExp(
      `^not seen      every delivery stream in account ${accountA.id}: AccessDeniedException: User: arn:aws:iam::`,
    ),
  );
});

test("a sweep waits where it removes faster than AWS lets it", async () => {
  await using two = await twoAccounts({ likeAws: { acceptsMachinesTime: true } });
  const { clock } = two.emulator;
  const numbers = Array.from({ length: 12 }, (_, at) => at + 1);
  for (const number of numbers) {
    await leftovers["data-stream"](two.a, { name: `crosscheck-${run}-${number}-orders`, tags: tagsOf(two) });
    await clock.advance(30_000);
  }
  const startedAt = clock.now();
  const outcomes = await sweepIn(two);
  expect(outcomes.map(({ kind }) => kind)).toEqual(numbers.map(() => "removed"));
  expect(clock.now() - startedAt).toBeGreaterThan(10_000);
});

test("what somebody else uses is left with AWS's reason, and everything else goes", async () => {
  await using two = await twoAccounts();
  const { iam } = two.a;
  const PolicyName = `crosscheck-${run}-1-boundary`;
  await leftovers.policy(two.a, { name: PolicyName, tags: tagsOf(two) });
  await leftovers.role(two.a, { name: `crosscheck-${run}-1-delivery`, tags: tagsOf(two) });
  await leftovers.role(two.a, { name: "somebodys", tags: {} });
  const PolicyArn = `arn:aws:iam::${two.accountA.id}:policy/${PolicyName}`;
  await iam.send(new AttachRolePolicyCommand({ RoleName: "somebodys", PolicyArn }));
  expect((await sweepIn(two)).map(outcomeLine)).toEqual([
    `removed       role crosscheck-${run}-1-delivery in account ${two.accountA.id}`,
    `left          policy ${PolicyName} in account ${two.accountA.id}: DeleteConflictException: Cannot delete a policy attached to entities.`,
  ]);
  expect(await contentsOf(two.a)).toEqual([`policy ${PolicyName}`, "role somebodys"]);
});
