import { expect, test } from "vitest";
import { runScenario, type Scenario, scenario, type World } from "../../../../harness/index.ts";
import { readJournals } from "../../../../harness/journal/read-journals.ts";
import type { ScenarioResult } from "../../../../harness/result.ts";
import { sweep } from "../../../../harness/sweep/sweep.ts";
import type { StaticCredentials } from "../../../../harness/target.ts";
import type { AwsAccount } from "../../../../harness/targets/aws/account.ts";
import { awsTarget } from "../../../../harness/targets/aws/target.ts";
import { crossAccountDelivery } from "../../../../scenarios/cross-account-delivery.ts";
import { contentsOf } from "../../../support/account-contents.ts";
import { type TwoAccounts, twoAccounts } from "../../../support/clients.ts";
import { cuttingProxy } from "../../../support/cutting-proxy.ts";
import { assume, makeRole, makeUser, trusting } from "../../../support/identities.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

function playing(when: (world: World) => Promise<void>): Scenario {
  return scenario({
    ...{ name: "test/fault", title: "something happens", shows: "allow", twin: "none" },
    given: async (world) => world,
    when: (world) => when(world),
    outcome: async () => {},
  });
}

/** What the SDK waits between its attempts is this machine's time; so fast it is none. */
const speed = 1_000;

interface PlaySettings {
  readonly scenario?: Scenario;
  readonly url?: string;
  /** Of account A; its root user's unless given. */
  readonly credentials?: StaticCredentials;
}

interface Played extends ScenarioResult {
  readonly journals: ReturnType<typeof readJournals>;
}

/** Plays a scenario by the target `aws` in two accounts of an embedded AWS. */
async function play(two: TwoAccounts, folder: string, settings: PlaySettings = {}): Promise<Played> {
  const [accountA, accountB] = accountsOf(two, settings.url ?? two.emulator.url);
  if (accountA === undefined || accountB === undefined) throw new Error("there are two accounts");
  const target = awsTarget({
    accountA: { ...accountA, ...(settings.credentials !== undefined && { credentials: settings.credentials }) },
    ...{ accountB, prefix: "crosscheck", expiresAfterHours: 2, journalFolder: folder, parallel: 1, timeoutMs: 60_000 },
    ...{ time: timeOf(two), random: Math.random },
  });
  const result = await runScenario(settings.scenario ?? crossAccountDelivery, target);
  await target[Symbol.asyncDispose]();
  return { ...result, journals: readJournals(folder) };
}

function timeOf({ emulator: { clock } }: TwoAccounts) {
  return { now: () => clock.now(), wait: (ms: number) => clock.advance(ms), speed };
}

function accountsOf(two: TwoAccounts, endpoint: string): readonly AwsAccount[] {
  return [two.accountA, two.accountB].map(({ id, accessKeyId, secretAccessKey }) => ({
    ...{ id, region: two.emulator.region, endpoint, credentials: { accessKeyId, secretAccessKey }, speed },
    signsAt: () => two.emulator.clock.now(),
  }));
}

/** As after the process has ended. */
async function sweepAfterwards(two: TwoAccounts, { journals }: Played) {
  return sweep({
    accounts: accountsOf(two, two.emulator.url).map(({ id, ...access }) => ({ id, access })),
    ...{ prefix: "crosscheck", time: timeOf(two) },
    journals: journals.map((each) => ({ ...each, life: "gone" as const })),
  });
}

async function contents(two: TwoAccounts): Promise<readonly string[]> {
  // Lists follow a little later.
  await two.emulator.clock.advance(15_000);
  return [...(await contentsOf(two.a)), ...(await contentsOf(two.b))];
}

const everything = { Action: "*", Resource: "*" };

/** The creating calls of the flow in account A, with what they are called in a denial. */
const creations = [
  { action: "kinesis:CreateStream", code: "AccessDeniedException" },
  { action: "iam:CreateRole", code: "AccessDenied" },
  { action: "s3:CreateBucket", code: "AccessDenied" },
  { action: "logs:CreateLogGroup", code: "AccessDeniedException" },
  { action: "firehose:CreateDeliveryStream", code: "AccessDeniedException" },
];

for (const { action, code } of creations) {
  test(`a harness that may not ${action} says so, and leaves nothing`, async () => {
    await using two = await twoAccounts();
    using folder = temporaryFolder();
    const { keys } = await makeUser(two.a, "harness", everything, { Effect: "Deny", Action: action, Resource: "*" });
    const before = await contents(two);
    const { verdict, leftBehind, journals } = await play(two, folder.path, { credentials: keys });
    expect(verdict).toMatchObject({ kind: "failed", failure: { code } });
    expect(verdict.kind === "failed" && verdict.failure.short).toContain(`is not authorized to perform: ${action}`);
    expect(leftBehind).toEqual([]);
    expect(journals).toEqual([]);
    expect(await contents(two)).toEqual(before);
  });
}

test("with every permission it passes", async () => {
  await using two = await twoAccounts();
  using folder = temporaryFolder();
  const { keys } = await makeUser(two.a, "harness", everything);
  const before = await contents(two);
  expect(await play(two, folder.path, { credentials: keys })).toMatchObject({ verdict: { kind: "passed" } });
  expect(await contents(two)).toEqual(before);
});

test("credentials that end during a run leave what they made to the sweep, which the journal knows of", async () => {
  await using two = await twoAccounts({ likeAws: { acceptsMachinesTime: true } });
  using folder = temporaryFolder();
  const { arn, keys } = await makeUser(two.a, "somebody", everything);
  await two.emulator.clock.advance(15_000);
  const roleArn = await makeRole(two.a, "harness", trusting({ AWS: arn }), everything);
  await two.emulator.clock.advance(15_000);
  const credentials = await assume(two.clientsOf(keys), roleArn, { DurationSeconds: 900 });
  const before = await contents(two);
  const lasting = playing(async ({ accountA, accountB, wait }) => {
    await accountA.createBucket();
    await accountB.createBucket({ name: accountB.nameOf("other") });
    await wait(1_000);
    await accountA.createDataStream();
  });
  const played = await play(two, folder.path, { scenario: lasting, credentials });
  const { verdict, leftBehind, journals } = played;
  expect(verdict).toMatchObject({ kind: "failed", failure: { code: "ExpiredTokenException" } });
  const [header] = journals;
  const name = `crosscheck-${header?.header.run}-1`;
  expect(leftBehind.map(({ short }) => short.replace(/: .*/, ""))).toEqual([
    `data stream ${name}-orders of account A is left behind`,
    `bucket ${name}-landing of account A is left behind`,
  ]);
  expect(await contents(two)).not.toEqual(before);
  await sweepAfterwards(two, played);
  expect(await contents(two)).toEqual(before);
  expect(readJournals(folder.path)).toEqual([]);
});

test("half of the calls may be throttled", async () => {
  await using two = await twoAccounts({ likeAws: { throttledShare: 0.5 } });
  using folder = temporaryFolder();
  const { verdict, leftBehind, journals } = await play(two, folder.path);
  expect(verdict).toEqual({ kind: "passed" });
  expect({ leftBehind, journals }).toEqual({ leftBehind: [], journals: [] });
});

for (const cutEvery of [5, 7, 11]) {
  test(`a network that drops every ${cutEvery}th request leaves nothing`, async () => {
    await using two = await twoAccounts();
    await using proxy = await cuttingProxy(two.emulator.port);
    using folder = temporaryFolder();
    proxy.cutEvery = cutEvery;
    const { verdict, leftBehind, journals } = await play(two, folder.path, { url: proxy.url });
    expect(proxy.cuts).toBeGreaterThan(3);
    // A creation whose answer was lost is there already when it is tried again.
    if (verdict.kind === "failed")
      expect(verdict.failure.code).toMatch(/AlreadyExists|ResourceInUse|TimeoutError|ECONN/);
    expect(verdict.kind).not.toBe("inconclusive");
    expect({ leftBehind, journals }).toEqual({ leftBehind: [], journals: [] });
    expect(await contents(two)).toEqual([]);
  });
}

test("a network that is gone for good leaves what was made to the sweep", async () => {
  await using two = await twoAccounts();
  await using proxy = await cuttingProxy(two.emulator.port);
  using folder = temporaryFolder();
  const scenarioThatLosesIt = playing(async ({ accountA, accountB }) => {
    await accountA.createBucket();
    proxy.isDown = true;
    await accountB.createBucket({ name: accountB.nameOf("other") });
  });
  const played = await play(two, folder.path, { scenario: scenarioThatLosesIt, url: proxy.url });
  expect(played.verdict).toMatchObject({ kind: "failed" });
  expect(played.leftBehind).toHaveLength(2);
  expect(await contents(two)).toHaveLength(1);
  console.log((await sweepAfterwards(two, played)).map((o) => JSON.stringify(o)).join("\n"));
  expect(await contents(two)).toEqual([]);
  expect(readJournals(folder.path)).toEqual([]);
});
