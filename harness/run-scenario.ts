import { type Account, openAccount } from "./account.ts";
import { CleanUp } from "./clean-up.ts";
import type { Context } from "./context.ts";
import { expect } from "./expect.ts";
import { notYet, poll } from "./poll.ts";
import { type FailedControls, Recorder } from "./recorder.ts";
import { type Failure, type RunEvent, type ScenarioResult, type Verdict, worst } from "./result.ts";
import type { Scenario, World } from "./scenario.ts";
import { failureOf, ScenarioError } from "./scenario-error.ts";
import type { Sandbox, Target } from "./target.ts";

export interface RunScenarioSettings {
  readonly onEvent?: (event: RunEvent) => void;
  readonly failedControls?: FailedControls;
}

/** Plays one scenario on a target and removes what it made. Never rejects: what goes wrong is the verdict. */
export async function runScenario(
  scenario: Scenario,
  target: Target,
  settings: RunScenarioSettings = {},
): Promise<ScenarioResult> {
  const startedAtMs = performance.now();
  const { name, title } = scenario;
  const onEvent = settings.onEvent ?? (() => {});
  const finish = (part: Omit<ScenarioResult, "name" | "title" | "durationMs">): ScenarioResult => {
    const result = { name, title, durationMs: performance.now() - startedAtMs, ...part };
    onEvent({ kind: "scenario-ended", result });
    return result;
  };
  const because = await scenario.unplayable();
  if (because !== undefined) {
    onEvent({ kind: "scenario-started", name, title, setting: [] });
    return finish({ verdict: { kind: "inconclusive", because }, steps: [], leftBehind: [], setting: [] });
  }
  let sandbox: Sandbox;
  try {
    sandbox = await target.open();
  } catch (error) {
    onEvent({ kind: "scenario-started", name, title, setting: [] });
    return finish({ verdict: failed(error), steps: [], leftBehind: [], setting: [] });
  }
  await using _release = sandbox;
  const { setting } = sandbox;
  onEvent({ kind: "scenario-started", name, title, setting });
  const watchDenials = () => sandbox.watchDenials();
  const recorder = new Recorder({ onEvent, failedControls: settings.failedControls, watchDenials });
  const { verdict, leftBehind } = await playIn(sandbox, scenario, recorder);
  return finish({ verdict, steps: recorder.steps, leftBehind, setting });
}

async function playIn(
  sandbox: Sandbox,
  scenario: Scenario,
  recorder: Recorder,
): Promise<Pick<ScenarioResult, "verdict" | "leftBehind">> {
  const cleanUp = new CleanUp();
  const accounts: Account[] = [];
  const context: Context = {
    sandbox,
    recorder,
    cleanUp,
    async wait(ms) {
      await sandbox.time.wait(ms);
      const aheadMs = sandbox.time.now() - Date.now();
      for (const { clients } of accounts) clients.setClockAhead(aheadMs);
    },
  };
  let verdict: Verdict;
  try {
    const [accountA, accountB] = await Promise.all([
      openAccount(context, sandbox.accountA),
      openAccount(context, sandbox.accountB),
    ]);
    accounts.push(accountA, accountB);
    await scenario.play(worldOf(context, scenario, accountA, accountB), (phase) => recorder.enter(phase));
    verdict = recorder.verdict();
  } catch (error) {
    verdict = worst([failed(error), recorder.verdict()]);
  }
  recorder.enter("clean-up");
  const leftBehind: Failure[] = [];
  // Its parts' failures are in the answer; the step itself must not end the clean-up.
  await recorder
    .step("everything that was made is removed again", async () => {
      leftBehind.push(...(await cleanUp.run((title, work) => recorder.step(title, work))));
      const [first, ...others] = leftBehind.map(({ short }) => short);
      if (first !== undefined) throw new ScenarioError(first, others);
    })
    .catch(() => {});
  for (const { clients } of accounts) clients[Symbol.dispose]();
  return {
    verdict: worst([verdict, ...leftBehind.map((failure) => ({ kind: "failed" as const, failure }))]),
    leftBehind,
  };
}

function worldOf(context: Context, { leansOn }: Scenario, accountA: Account, accountB: Account): World {
  const { recorder } = context;
  return {
    accountA,
    accountB,
    expect,
    step: (title, work) => recorder.step(title, work),
    refused: (title, work) => recorder.refusal(title, work),
    check: (title, judge, ownControls = []) => recorder.check(title, [...leansOn, ...ownControls], judge),
    fact: (name, value) => recorder.fact(name, value),
    wait: (seconds) => context.wait(seconds * 1000),
    waitFor: ({ look, ...settings }) =>
      poll(context, { ...settings, look: async () => (await look()) ?? notYet("nothing") }),
    suffix: context.sandbox.suffix,
    region: context.sandbox.region,
  };
}

function failed(error: unknown): Verdict {
  return { kind: "failed", failure: failureOf(error) };
}
