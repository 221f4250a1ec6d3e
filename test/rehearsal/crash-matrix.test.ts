import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, expect, test } from "vitest";
import type { AccountClients } from "../../harness/clients.ts";
import { openJournal, type ResourceKind } from "../../harness/journal/journal.ts";
import { readJournals } from "../../harness/journal/read-journals.ts";
import { resourceKinds } from "../../harness/journal/resource.ts";
import { isClean, outcomeLine, type SweepOutcome } from "../../harness/sweep/outcome.ts";
import { sweep } from "../../harness/sweep/sweep.ts";
import type { TargetTime } from "../../harness/target.ts";
import { leftovers } from "../support/leftovers.ts";
import { Standby } from "../support/standby.ts";
import { type AccountKeys, region, sweepAccounts } from "./accounts.ts";
import type { RunOrder } from "./run-once.ts";
import type { SweepOrder } from "./sweep-once.ts";
import { openWorld, type World } from "./world.ts";

const moments = ["before", "inside", "after"] as const;
type Moment = (typeof moments)[number];

/** The `ordinal`th call of an operation in a run, from 0. */
interface Point {
  readonly operation: string;
  readonly ordinal: number;
}

const runners = new Standby(join(import.meta.dirname, "run-once.ts"));
const sweepers = new Standby(join(import.meta.dirname, "sweep-once.ts"));
afterAll(() => {
  runners[Symbol.dispose]();
  sweepers[Symbol.dispose]();
});

/** Lets calls through until one is the point; kills the process then. Resolves when it is gone. */
async function killAt(world: World, child: ChildProcess, point: Point, moment: Moment): Promise<boolean> {
  let seen = 0;
  let isKilled = false;
  const gone = once(child, "exit");
  const kill = () => {
    isKilled = true;
    child.kill("SIGKILL");
  };
  world.onCall = async (call) => {
    if (isKilled) return call.drop();
    if (call.operation !== point.operation || seen++ !== point.ordinal) return call.carryOut();
    if (moment === "after") await call.carryOut();
    kill();
    if (moment === "before") call.drop();
    if (moment === "inside") await call.carryOut();
  };
  await gone;
  world.onCall = (call) => call.carryOut();
  return isKilled;
}

/** Every call of the process that `isWanted`, in order. */
async function record(world: World, begin: () => Promise<ChildProcess>, isWanted: (operation: string) => boolean) {
  const counts = new Map<string, number>();
  const points: Point[] = [];
  world.onCall = (call) => {
    const ordinal = counts.get(call.operation) ?? 0;
    counts.set(call.operation, ordinal + 1);
    if (isWanted(call.operation) && (ordinal === 0 || !isRepeated(call.operation))) {
      points.push({ operation: call.operation, ordinal });
    }
    return call.carryOut();
  };
  const child = await begin();
  const [answer] = await once(child, "message");
  world.onCall = (call) => call.carryOut();
  return { points, answer };
}

const isCreation = (operation: string) => operation.startsWith("Create");
/** Tried again while AWS has not seen a role, or while what it made is CREATING: as often as that happens to take. */
const isRepeated = (operation: string) => /^(Create|Delete)DeliveryStream$/.test(operation);
const isRemoval = (operation: string) => /^(Delete|Detach|Abort|Schedule)/.test(operation);

async function sweepOf(world: World, run?: string): Promise<readonly SweepOutcome[]> {
  const { accounts, aws, time, journalFolder } = world;
  return sweep({
    ...{ accounts: sweepAccounts(accounts, aws.url), prefix: "crosscheck", endpoint: aws.url, time, run },
    journals: readJournals(journalFolder),
  });
}

/** What a sweep could not do, beside leaving alone what is somebody's. */
function troubles(outcomes: readonly SweepOutcome[]): readonly string[] {
  return outcomes
    .filter((each) => !isClean([each]))
    .map(outcomeLine)
    .filter((line) => !line.includes("somebodys"));
}

/** The run, known from its journal's name; the journal is gone then. */
function loseJournal({ journalFolder }: World): string | undefined {
  const [file] = readdirSync(journalFolder);
  rmSync(journalFolder, { recursive: true });
  return file?.replace(".jsonl", "");
}

/** A few at a time: one waits for its process while another works. */
async function eachOf<Item>(items: readonly Item[], work: (item: Item, at: number) => Promise<void>): Promise<void> {
  const waiting = items.entries();
  const workOn = async () => {
    for (const [at, item] of waiting) await work(item, at);
  };
  await Promise.all([workOn(), workOn(), workOn()]);
}

for (const scenario of ["flow", "every kind"] satisfies RunOrder["scenario"][]) {
  test(`whenever a run (${scenario}) is killed, a sweep leaves both accounts as they were`, async () => {
    const order = ({ aws, accounts, journalFolder }: World): RunOrder => ({
      ...{ scenario, accounts, journalFolder, url: aws.url },
    });
    await using rehearsed = await openWorld();
    const { points, answer } = await record(rehearsed, () => runners.begin(order(rehearsed)), isCreation);
    expect(answer).toEqual({ kind: "passed" });
    expect(points.length).toBeGreaterThan(5);
    const tried = points.flatMap((point) => moments.map((moment) => ({ point, moment })));
    let leftByRuns = 0;
    await eachOf(tried, async ({ point, moment }, at) => {
      await using world = await openWorld();
      const before = await world.contents();
      const child = await runners.begin(order(world));
      expect(await killAt(world, child, point, moment), `${moment} ${point.operation}`).toBe(true);
      const left = await world.contents();
      if (left.length > before.length) leftByRuns++;
      // What is not there needs no sweep: a sweep that does nothing would be found out.
      if (moment !== "before") expect(left, `${moment} ${point.operation}`).not.toEqual(before);
      const named = at % 2 === 0 ? undefined : loseJournal(world);
      const outcomes = await sweepOf(world, named);
      expect(await world.contents(), `${moment} ${point.operation}, swept by ${named ?? "journal"}`).toEqual(before);
      expect(troubles(outcomes), `${moment} ${point.operation}`).toEqual([]);
      expect(readJournals(world.journalFolder)).toEqual([]);
    });
    report(`${tried.length} points of ${scenario}: ${leftByRuns} left something behind, nothing after the sweep`);
  });
}

const run = "abcdefghij";

/** Everything that a run can leave, with its journal. */
async function makeLeftovers({ aws, accounts, clients, journalFolder, time }: World): Promise<void> {
  const [accountA, accountB] = accounts;
  const [a, b] = clients;
  if (accountA === undefined || accountB === undefined || a === undefined || b === undefined) throw new Error("two");
  const times = { startedAt: new Date(time.now()).toISOString(), expires: new Date(time.now() + 1).toISOString() };
  const ids = [accountA.id, accountB.id];
  using journal = openJournal({
    folder: journalFolder,
    run,
    prefix: "crosscheck",
    accounts: ids,
    endpoint: aws.url,
    ...times,
  });
  const make = async (kind: ResourceKind, account: AccountKeys, made: AccountClients, number: number) => {
    const bare = `crosscheck-${run}-${number}-${kind}`;
    const name = kind === "log-group" ? `/aws/kinesisfirehose/${bare}` : bare;
    journal.announce({ kind, accountId: account.id, region, name });
    const tags = { "crosscheck:run": run, "crosscheck:expires": times.expires };
    await onceTaken(time, () => leftovers[kind](made, { name: bare, tags }));
  };
  for (const kind of resourceKinds) await make(kind, accountA, a, 1);
  for (const kind of ["bucket", "key"] as const) await make(kind, accountB, b, 2);
  const path = join(journalFolder, `${run}.jsonl`);
  const written = readFileSync(path, "utf8");
  // Of a process that is gone.
  writeFileSync(path, written.replace(/"processStartedAt":"[^"]*"/, '"processStartedAt":"long ago"'));
}

/** Again while AWS has not seen a role that is new. */
async function onceTaken(time: TargetTime, make: () => Promise<unknown>): Promise<void> {
  for (let left = 20; ; left--) {
    const error = await make().then(
      () => undefined,
      (reason: Error) => reason,
    );
    if (error === undefined) return;
    if (error.name !== "InvalidArgumentException" || left === 0) throw error;
    await time.wait(5_000);
  }
}

test("whenever a sweep is killed, the next one leaves both accounts as they were", async () => {
  const order = ({ aws, accounts, journalFolder }: World, named?: string): SweepOrder => ({
    ...{ accounts, journalFolder, url: aws.url, ...(named !== undefined && { run: named }) },
  });
  await using rehearsed = await openWorld();
  await makeLeftovers(rehearsed);
  const { points } = await record(rehearsed, () => sweepers.begin(order(rehearsed)), isRemoval);
  expect(points.length).toBeGreaterThan(10);
  const tried = points.flatMap((point) => moments.map((moment) => ({ point, moment })));
  let leftBySweeps = 0;
  await eachOf(tried, async ({ point, moment }, at) => {
    await using world = await openWorld();
    const before = await world.contents();
    await makeLeftovers(world);
    const named = at % 2 === 0 ? undefined : loseJournal(world);
    const child = await sweepers.begin(order(world, named));
    expect(await killAt(world, child, point, moment), `${moment} ${point.operation}`).toBe(true);
    if (!isDeepStrictEqual(await world.contents(), before)) leftBySweeps++;
    const outcomes = await sweepOf(world, named);
    expect(troubles(outcomes), `${moment} ${point.operation}`).toEqual([]);
    expect(await world.contents(), `${moment} ${point.operation}, swept by ${named ?? "journal"}`).toEqual(before);
    expect(readJournals(world.journalFolder)).toEqual([]);
  });
  expect(leftBySweeps).toBeGreaterThan(tried.length / 2);
  report(`${tried.length} points of a sweep: ${leftBySweeps} left something behind, nothing after the next sweep`);
});

function report(line: string): void {
  process.stdout.write(`crash matrix: ${line}\n`);
}
