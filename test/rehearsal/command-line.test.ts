import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { readJournals } from "../../harness/journal/read-journals.ts";
import { type CrosscheckProcess, startCrosscheck } from "../support/crosscheck-process.ts";
import type { InterceptedCall } from "../support/intercepted-aws.ts";
import { region } from "./accounts.ts";
import { openWorld, type World } from "./world.ts";

interface Configured extends AsyncDisposable {
  readonly world: World;
  readonly before: readonly string[];
  crosscheck(...argv: readonly string[]): CrosscheckProcess;
}

/** Two accounts with a configuration, and an environment that leads to them. */
async function open(): Promise<Configured> {
  const world = await openWorld();
  const folder = dirname(world.journalFolder);
  const [a, b] = world.accounts;
  if (a === undefined || b === undefined) throw new Error("there are two accounts");
  const account = (prefix: string, { id }: typeof a) => ({
    ...{ accountId: id, region, credentials: { kind: "environment", prefix } },
  });
  const config = {
    ...{ accountA: account("A_", a), accountB: account("B_", b), sandboxAccounts: [a.id, b.id] },
    journalFolder: "journal",
  };
  const file = join(folder, "crosscheck.config.mjs");
  writeFileSync(file, `export default ${JSON.stringify(config)};\n`);
  const environment = {
    AWS_ENDPOINT_URL: world.aws.url,
    ...{ A_AWS_ACCESS_KEY_ID: a.accessKeyId, A_AWS_SECRET_ACCESS_KEY: a.secretAccessKey },
    ...{ B_AWS_ACCESS_KEY_ID: b.accessKeyId, B_AWS_SECRET_ACCESS_KEY: b.secretAccessKey },
  };
  return {
    world,
    before: await world.contents(),
    crosscheck: (...argv) => startCrosscheck([...argv, "--config", file], environment),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

const run = ["run", "cross-account-delivery", "--target", "aws"];

/** Does something when the first call of an operation arrives, and carries it out as all others. */
function when(world: World, operation: string, act: () => void): void {
  let isDone = false;
  world.onCall = (call: InterceptedCall) => {
    if (!isDone && call.operation === operation) {
      isDone = true;
      act();
    }
    return call.carryOut();
  };
}

for (const { signal, exitCode } of [
  { signal: "SIGINT", exitCode: 130 },
  { signal: "SIGTERM", exitCode: 143 },
] as const) {
  test(`${signal} ends a run that removes what it made and says so`, async () => {
    await using configured = await open();
    const { world, before, crosscheck } = configured;
    const { child, ended } = crosscheck(...run);
    when(world, "CreateDeliveryStream", () => child.kill(signal));
    const { stderr, ...end } = await ended;
    expect(end.exitCode).toBe(exitCode);
    const lines = stderr.trimEnd().split("\n");
    expect(lines[0]).toMatch(
      new RegExp(
        `^crosscheck: interrupted by ${signal}: removing what was made \\(0 of \\d+\\); once more leaves at once$`,
      ),
    );
    expect(lines.at(-1)).toMatch(/^crosscheck: removing what was made \((\d+) of \1\)$/);
    expect(await world.contents()).toEqual(before);
    expect(readJournals(world.journalFolder)).toEqual([]);
  });
}

test("a run whose time is over removes what it made and has failed", async () => {
  await using configured = await open();
  const { world, before, crosscheck } = configured;
  const { ended } = crosscheck(...run, "--timeout", "1500ms");
  const { exitCode, stderr } = await ended;
  expect(stderr).toMatch(/^crosscheck: its time of 1500 ms is over: removing what was made /);
  expect(exitCode).toBe(1);
  expect(await world.contents()).toEqual(before);
});

for (const operation of ["CreateUser", "CreateLogGroup", "CreateDeliveryStream"]) {
  test(`what a run leaves that is killed at ${operation}, a sweep removes`, async () => {
    await using configured = await open();
    const { world, before, crosscheck } = configured;
    const { child, ended } = crosscheck(...run);
    when(world, operation, () => child.kill("SIGKILL"));
    expect(await ended).toMatchObject({ exitCode: null });
    expect(await world.contents()).not.toEqual(before);
    const swept = await crosscheck("sweep").ended;
    // Somebody's things look like a run's.
    expect(swept.stdout).toMatch(/\d+ removed, 4 left\n$/);
    expect({ exitCode: swept.exitCode, stderr: swept.stderr }).toEqual({ exitCode: 1, stderr: "" });
    expect(await world.contents()).toEqual(before);
    expect(readJournals(world.journalFolder)).toEqual([]);
  });
}

test("a second SIGINT leaves at once, says what stays, and the sweep that it names removes it", async () => {
  await using configured = await open();
  const { world, before, crosscheck } = configured;
  const { child, ended, stderr } = crosscheck(...run);
  const again = () => {
    if (!stderr().includes("interrupted by SIGINT")) return void setTimeout(again, 100);
    // One Ctrl-C may come twice within a second.
    setTimeout(() => child.kill("SIGINT"), 1_200);
  };
  // No removal is answered, so that there is something to leave.
  world.onCall = (call) => {
    if (call.operation === "CreateRole") {
      child.kill("SIGINT");
      again();
    }
    return /^Delete/.test(call.operation) ? undefined : call.carryOut();
  };
  const end = await ended;
  world.onCall = (call) => call.carryOut();
  expect(end.exitCode).toBe(130);
  const [, run_] =
    /left at once: \d+ not removed; `crosscheck sweep --run (\w{10})` removes them\n/.exec(end.stderr) ?? [];
  expect(end.stderr).toMatch(/\ncrosscheck: {3}role crosscheck-/);
  const swept = await crosscheck("sweep", "--run", run_ ?? "").ended;
  expect(swept).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await world.contents()).toEqual(before);
});
