import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { clientsFor } from "../../harness/clients.ts";
import { embedded, run, runScenario, scenario, type World } from "../../harness/index.ts";
import { InterruptedError } from "../../harness/interruption.ts";
import { Remaining } from "../../harness/remaining.ts";
import type { ClientPlugin, Sandbox, Target, TargetTime } from "../../harness/target.ts";
import { contentsOf } from "../support/account-contents.ts";

function playing(when: (world: World) => Promise<void>) {
  return scenario({
    name: "test/interrupted",
    title: "something happens",
    shows: "allow",
    twin: "none",
    given: async (world: World) => world,
    when: (world) => when(world),
    outcome: async () => {},
  });
}

/** Accounts that stay when a scenario has ended, to look into. Time is the machine's where asked for. */
async function lasting(time?: TargetTime): Promise<Target & { readonly sandbox: Sandbox }> {
  const target = embedded();
  const sandbox = await target.open();
  const open = async () => ({
    ...sandbox,
    ...(time !== undefined && { time: { ...sandbox.time, wait: time.wait } }),
    [Symbol.asyncDispose]: async () => {},
  });
  return { ...target, open, sandbox, [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose]() };
}

const realTime: TargetTime = { now: Date.now, wait: (ms, signal) => sleep(ms, undefined, { signal }) };

async function left({ sandbox }: { readonly sandbox: Sandbox }): Promise<readonly string[]> {
  using a = clientsFor(sandbox.accountA);
  using b = clientsFor(sandbox.accountB);
  return [...(await contentsOf(a)), ...(await contentsOf(b))];
}

test("a scenario that is interrupted in a wait ends there, removes what it made, and says nothing of the rest", async () => {
  await using target = await lasting(realTime);
  const controller = new AbortController();
  const remaining = new Remaining();
  const steps: string[] = [];
  const { verdict, leftBehind } = await runScenario(
    playing(async ({ accountA, wait, step }) => {
      await accountA.createBucket({ name: "landing" });
      expect(remaining.titles).toEqual(["bucket landing of account A"]);
      setImmediate(() => controller.abort(new InterruptedError("interrupted by SIGINT")));
      await wait(86_400);
      await step("goes on", () => void steps.push("went on"));
    }),
    target,
    { signal: controller.signal, remaining },
  );
  expect(verdict).toEqual({ kind: "inconclusive", because: "interrupted by SIGINT" });
  expect(leftBehind).toEqual([]);
  expect(steps).toEqual([]);
  expect(remaining.titles).toEqual([]);
  expect(await left(target)).toEqual([]);
});

test("a call that is on its way is awaited, and what it creates is removed", async () => {
  await using target = await lasting();
  const controller = new AbortController();
  const { verdict } = await runScenario(
    playing(async ({ accountA }) => {
      const creating = accountA.createBucket({ name: "landing" });
      controller.abort(new InterruptedError("interrupted by SIGTERM"));
      await creating;
      await accountA.createDataStream();
    }),
    target,
    { signal: controller.signal },
  );
  expect(verdict).toEqual({ kind: "inconclusive", because: "interrupted by SIGTERM" });
  expect(await left(target)).toEqual([]);
});

test("what a scenario was still creating when something beside it failed is removed as well", async () => {
  await using target = await lasting();
  const deletion = Promise.withResolvers<void>();
  // The creation arrives late: after a deletion, if there was one that did not wait for it.
  const late: ClientPlugin = {
    applyToStack: (stack) =>
      stack.add((next, { commandName }) => async (args) => {
        if (commandName === "CreateStreamCommand") await Promise.race([deletion.promise, sleep(100)]);
        const answer = await next(args).finally(() => commandName === "DeleteStreamCommand" && deletion.resolve());
        return answer;
      }),
  };
  const open = async () => {
    const sandbox = await target.open();
    return { ...sandbox, accountA: { ...sandbox.accountA, plugins: [late] } };
  };
  const { verdict } = await runScenario(
    playing(async ({ accountA, step }) => {
      const failing = step("fails", () => Promise.reject(new Error("beside")));
      await Promise.all([accountA.createDataStream(), failing]);
    }),
    { ...target, open },
  );
  expect(verdict).toMatchObject({ kind: "failed", failure: { message: "Error: beside" } });
  expect(await left(target)).toEqual([]);
});

test("a scenario that failed before it was interrupted has failed", async () => {
  const controller = new AbortController();
  const { verdict } = await runScenario(
    playing(async ({ check, wait, expect: expectThat }) => {
      await check("one is two", () => expectThat(1).toBe(2));
      controller.abort(new InterruptedError("interrupted by SIGINT"));
      await wait(1);
    }),
    embedded(),
    { signal: controller.signal },
  );
  expect(verdict).toMatchObject({ kind: "failed" });
});

test("a run that is interrupted plays no more, and answers what it did not play", async () => {
  const controller = new AbortController();
  const first = playing(async ({ wait }) => {
    controller.abort(new InterruptedError("interrupted by SIGINT"));
    await wait(1);
  });
  const second = playing(async () => {
    throw new Error("played");
  });
  const { counts, scenarios } = await run([first, second], embedded(), { parallel: 1, signal: controller.signal });
  expect(counts).toEqual({ passed: 0, failed: 0, inconclusive: 2 });
  expect(scenarios[1]).toMatchObject({
    steps: [],
    verdict: { kind: "inconclusive", because: "interrupted by SIGINT" },
  });
});

test("controls that are interrupted are not measured, and remove what they made", async () => {
  const target = await lasting();
  await using _ended = target;
  const controller = new AbortController();
  controller.abort(new InterruptedError("interrupted by SIGINT"));
  const { measurement } = await run([], { ...target, open: openKept(target) }, { signal: controller.signal });
  const because = measurement?.controls.map(({ finding }) => (finding.kind === "not-measured" ? finding.because : ""));
  expect(because).toContain("interrupted by SIGINT");
  expect(await left(target)).toEqual([]);
});

/** A sandbox that has to be cleaned up. */
function openKept(target: Target): Target["open"] {
  return async () => ({ ...(await target.open()), isEphemeral: false });
}
