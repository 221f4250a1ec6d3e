import type { Account } from "./account.ts";
import { untilActive } from "./becoming-active.ts";
import type { CleanUp } from "./clean-up.ts";
import type { Context } from "./context.ts";
import { type Findings, unreliable } from "./controls/reliance.ts";
import { EvidenceCollector } from "./evidence/collector.ts";
import { expect } from "./expect.ts";
import { Interruption, type InterruptSettings, verdictOf } from "./interruption.ts";
import { openAccounts } from "./open-accounts.ts";
import { notYet, poll } from "./poll.ts";
import { Recorder } from "./recorder.ts";
import { redactAll } from "./redaction/known-secrets.ts";
import type { Remaining } from "./remaining.ts";
import {
  type Failure,
  type Finding,
  passed,
  type RunEvent,
  type ScenarioResult,
  type Verdict,
  worst,
} from "./result.ts";
import type { Scenario, World } from "./scenario.ts";
import { ScenarioError } from "./scenario-error.ts";
import type { Sandbox, Target } from "./target.ts";

export interface RunScenarioSettings extends InterruptSettings {
  readonly onEvent?: (event: RunEvent) => void;
  /** Of the target's controls. Where nothing was measured, every check stands for itself. */
  readonly findings?: Findings;
  /** Whether to keep what was seen on the way, for a report. */
  readonly evidence?: boolean;
}

/** Plays one scenario on a target and removes what it made. Never rejects: what goes wrong is the verdict. */
export async function runScenario(
  scenario: Scenario,
  target: Target,
  settings: RunScenarioSettings = {},
): Promise<ScenarioResult> {
  const startedAtMs = performance.now();
  const { name, title } = scenario;
  const tell = settings.onEvent ?? (() => {});
  const onEvent = (event: RunEvent) => tell(redactAll(event));
  let part: Outcome;
  try {
    new Interruption(settings.signal).check();
    const because = (await scenario.unplayable()) ?? notWorthPlaying(scenario, settings.findings);
    part =
      because === undefined
        ? await playOn(target, scenario, { ...settings, onEvent })
        : notPlayed({ kind: "inconclusive", because }, scenario, onEvent);
  } catch (error) {
    part = notPlayed(verdictOf(error), scenario, onEvent);
  }
  const result = redactAll({ name, title, durationMs: performance.now() - startedAtMs, ...part });
  onEvent({ kind: "scenario-ended", result });
  return result;
}

type Outcome = Omit<ScenarioResult, "name" | "title" | "durationMs">;
type OnEvent = (event: RunEvent) => void;

function notPlayed(verdict: Verdict, { name, title }: Scenario, onEvent: OnEvent): Outcome {
  onEvent({ kind: "scenario-started", name, title, setting: [] });
  return { verdict, steps: [], leftBehind: [], setting: [] };
}

/** Rejects where the target does not open. */
async function playOn(target: Target, scenario: Scenario, settings: RunScenarioSettings): Promise<Outcome> {
  const { name, title } = scenario;
  const { onEvent = () => {}, findings } = settings;
  const sandbox = await target.open();
  const { setting } = sandbox;
  onEvent({ kind: "scenario-started", name, title, setting });
  const buffering = findings?.get("buffering-takes-time")?.kind;
  const interruption = new Interruption(settings.signal);
  const recorder = new Recorder({
    onEvent: (event) => onEvent({ ...event, scenario: name }),
    findings,
    interruption,
    watchDenials: () => sandbox.watchDenials(),
  });
  const steps = { stepNow: () => recorder.stepNow(), attribute: (call: number) => recorder.attribute(call) };
  const collector = settings.evidence === true ? new EvidenceCollector(sandbox, steps) : undefined;
  const { remaining } = settings;
  const playing = { recorder, buffering, collector, interruption, remaining };
  const { verdict, leftBehind } = await playIn(sandbox, scenario, playing);
  const released = await sandbox[Symbol.asyncDispose]().then(() => passed, verdictOf);
  const evidence = collector?.evidence();
  return {
    ...{ verdict: worst([verdict, released]), steps: recorder.steps, leftBehind, setting },
    ...(evidence !== undefined && { evidence }),
  };
}

interface PlaySettings {
  readonly recorder: Recorder;
  /** What the control on it came to; undefined where it was not measured. */
  readonly buffering: Finding["kind"] | undefined;
  readonly collector: EvidenceCollector | undefined;
  readonly interruption: Interruption;
  readonly remaining: Remaining | undefined;
}

async function playIn(
  sandbox: Sandbox,
  scenario: Scenario,
  { recorder, buffering, collector, interruption, remaining }: PlaySettings,
): Promise<Pick<ScenarioResult, "verdict" | "leftBehind">> {
  using accounts = openAccounts(sandbox, recorder, {
    ...{ evidence: collector, interruption, remaining },
    isKnownToBuffer: buffering === "holds",
  });
  const { context } = accounts;
  let verdict: Verdict;
  try {
    const { accountA, accountB } = await accounts.identify();
    await scenario.play(worldOf(context, buffering !== "fails", accountA, accountB), (phase) => recorder.enter(phase));
    verdict = recorder.verdict();
  } catch (error) {
    verdict = worst([verdictOf(error), recorder.verdict()]);
  }
  // What goes on beside a step that failed may still create something.
  interruption.stop();
  await recorder.settled();
  interruption.lift();
  collector?.end();
  const leftBehind = await removeEverything(context.cleanUp, recorder);
  return {
    verdict: worst([verdict, ...leftBehind.map((failure) => ({ kind: "failed", failure }) as const)]),
    leftBehind,
  };
}

async function removeEverything(cleanUp: CleanUp, recorder: Recorder): Promise<readonly Failure[]> {
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
  return leftBehind;
}

function worldOf(context: Context, isBuffering: boolean, accountA: Account, accountB: Account): World {
  const { recorder } = context;
  return {
    accountA,
    accountB,
    expect,
    step: (title, work) => recorder.step(title, work),
    refused: (title, work) => recorder.refusal(title, work),
    check: (title, judge, leansOn = []) => recorder.check(title, leansOn, judge),
    checkRefused: (title, work, expected, leansOn = []) =>
      recorder.checkRefusal(title, leansOn, work, (refusal) => expect(refusal, "the refusal").toMatchObject(expected)),
    fact: (name, value) => recorder.fact(name, value),
    wait: (seconds) => context.wait(seconds * 1000),
    waitForBuffer: async (seconds) => {
      if (isBuffering) await context.wait(seconds * 1000);
    },
    waitFor: ({ look, ...settings }) =>
      poll(context, { ...settings, look: async () => (await look()) ?? notYet("nothing") }),
    createActive: async ({ what, create, remove, status, everySeconds }) => {
      const made = async (withinSeconds: number) => {
        await create();
        const look = async () => ({ status: (await status()).trim() });
        await untilActive(context, what, { withinSeconds, everySeconds, look });
      };
      await (context.sandbox.creations?.pass(made, remove) ?? made(600));
    },
  };
}

/** Where a control that the whole scenario leans on does not hold, minutes of playing could show nothing. */
function notWorthPlaying({ leansOn }: Scenario, findings: Findings | undefined): string | undefined {
  const because = findings && unreliable(leansOn, findings);
  return because === undefined ? undefined : `not played: ${because}`;
}
