import { controls } from "../../controls/index.ts";
import { measureControls } from "../../controls/measure.ts";
import { type Resource, resourceName } from "../../journal/resource.ts";
import { longestFirst } from "../../run.ts";
import { runScenario } from "../../run-scenario.ts";
import type { Scenario } from "../../scenario.ts";
import { tagNames } from "../../sweep/names.ts";
import type { Sandbox, Target } from "../../target.ts";
import { embedded } from "../embedded.ts";
import type { AwsAccount } from "./account.ts";
import { Gate } from "./gate.ts";
import type { Call, PassedJudgement } from "./judge.ts";
import { Metering } from "./metering.ts";
import { passThrough } from "./pass-through.ts";
import { type Amounts, type PriceName, prices } from "./prices.ts";
import { bucketSettlingSeconds, iamPropagationSeconds, patienceSeconds } from "./times.ts";

export interface PlanSettings {
  readonly accountA: Pick<AwsAccount, "id" | "region">;
  readonly accountB: Pick<AwsAccount, "id" | "region">;
  readonly prefix: string;
  readonly parallel: number;
}

/** A call that would change something. */
export interface PlannedCall {
  /** `A` or `B`: who would make it. */
  readonly account: string;
  /** `s3:CreateBucket` */
  readonly operation: string;
  /** `bucket crosscheck-<run>-1-landing` */
  readonly resource: string;
  /** How often, one after the other. */
  readonly times: number;
}

export interface PlannedPart {
  /** A scenario's name, or `controls`. */
  readonly name: string;
  readonly calls: readonly PlannedCall[];
  /** Of AWS's time. */
  readonly seconds: number;
}

/** What a run would do, and what it would take. */
export interface Plan {
  readonly parts: readonly PlannedPart[];
  readonly seconds: number;
  readonly amounts: Amounts;
  /** Scenarios that did not come to their end here, so that their calls are not all listed. */
  readonly incomplete: readonly string[];
}

/**
 * Plays the controls and scenarios on the embedded AWS as the target `aws` would, through its gate and with its waits, and
 * writes down the calls: on AWS they are the same. Nothing is sent there.
 */
export async function planRun(scenarios: readonly Scenario[], settings: PlanSettings): Promise<Plan> {
  const recordings: Recording[] = [];
  const record = async (name: string, number: number, play: (target: Target) => Promise<boolean>) => {
    const recording = new Recording(name, number, settings);
    recording.isComplete = await play(recording.target);
    recordings.push(recording);
  };
  await record("controls", 1, async (target) => {
    const { controls: results } = await measureControls(target, controls);
    return results.every(({ finding }) => finding.kind === "holds");
  });
  for (const [at, scenario] of longestFirst(scenarios).entries()) {
    await record(
      scenario.name,
      at + 2,
      async (target) => (await runScenario(scenario, target)).verdict.kind === "passed",
    );
  }
  const [ofControls, ...others] = recordings.map((recording) => recording.seconds);
  return {
    parts: recordings,
    seconds: (ofControls ?? 0) + makespan(others, settings.parallel),
    amounts: sum(recordings.map(({ amounts }) => amounts)),
    incomplete: recordings.filter(({ isComplete }) => !isComplete).map(({ name }) => name),
  };
}

/** How long `lanes` take that each begin the next of `seconds` when they are free. */
export function makespan(seconds: readonly number[], lanes: number): number {
  const ends = Array.from({ length: Math.max(1, lanes) }, () => 0);
  for (const each of seconds) {
    const earliest = ends.indexOf(Math.min(...ends));
    ends[earliest] = (ends[earliest] ?? 0) + each;
  }
  return Math.max(...ends);
}

/** What one part of a run does. */
class Recording implements PlannedPart {
  readonly name: string;
  readonly calls: PlannedCall[] = [];
  readonly target: Target;
  seconds = 0;
  amounts: Amounts = new Metering().amounts(0);
  isComplete = false;
  readonly #number: number;
  readonly #settings: PlanSettings;

  constructor(name: string, number: number, settings: PlanSettings) {
    this.name = name;
    this.#number = number;
    this.#settings = settings;
    this.target = { name: "plan", parallel: 1, open: () => this.#open(), [Symbol.asyncDispose]: async () => {} };
  }

  async #open(): Promise<Sandbox> {
    const { accountA, accountB, prefix } = this.#settings;
    const aws = await embedded({ accountIds: { A: accountA.id, B: accountB.id } }).open();
    const startedAtMs = aws.time.now();
    const metering = new Metering();
    const through = (name: "A" | "B") => {
      const account = name === "A" ? accountA : accountB;
      const gate = this.#gate(name, account, (call, judgement) => metering.count(call, judgement, aws.time.now()));
      return { ...aws[`account${name}`], region: account.region, ...passThrough(gate) };
    };
    const { deliveryFailures: _, ...others } = aws;
    return {
      ...others,
      accountA: through("A"),
      accountB: through("B"),
      nameOf: (what) => `${prefix}-${placeholder}-${this.#number}-${what}`,
      ...{ iamPropagationSeconds, bucketSettlingSeconds, patienceSeconds, isEphemeral: false },
      [Symbol.asyncDispose]: async () => {
        this.seconds = (aws.time.now() - startedAtMs) / 1000;
        this.amounts = metering.amounts(aws.time.now());
        await aws[Symbol.asyncDispose]();
      },
    };
  }

  #gate(
    name: string,
    { id, region }: Pick<AwsAccount, "id" | "region">,
    meter: (call: Call, judgement: PassedJudgement) => void,
  ): Gate {
    const { prefix } = this.#settings;
    return new Gate({
      ...{ accountId: id, region, prefix: `${prefix}-${placeholder}-` },
      tags: { [tagNames.run]: placeholder },
      journal: { announce: () => {}, removed: () => {}, outstanding: () => [] },
      onCall: (call, judgement) => {
        meter(call, judgement);
        if (judgement.kind !== "reads") this.#write(name, call, judgement.resource);
      },
    });
  }

  #write(account: string, { service, operation }: Call, resource: Resource): void {
    const call = { account, operation: `${service}:${operation}`, resource: shown(resourceName(resource)), times: 1 };
    const last = this.calls.at(-1);
    if (last?.account === account && last.operation === call.operation && last.resource === call.resource) {
      this.calls[this.calls.length - 1] = { ...call, times: last.times + 1 };
    } else this.calls.push(call);
  }
}

/** In the place of a run's id, which is drawn when it begins. */
const placeholder = "0000000000";

function shown(text: string): string {
  return text.replaceAll(placeholder, "<run>");
}

function sum(all: readonly Amounts[]): Amounts {
  const names = Object.keys(prices) as readonly PriceName[];
  return Object.fromEntries(
    names.map((name) => [name, all.reduce((total, amounts) => total + amounts[name], 0)]),
  ) as unknown as Amounts;
}
