import { controls } from "../../controls/index.ts";
import { measureControls } from "../../controls/measure.ts";
import { longestFirst } from "../../run.ts";
import { runScenario } from "../../run-scenario.ts";
import type { Scenario } from "../../scenario.ts";
import type { Target } from "../../target.ts";
import { type Amounts, type PriceName, prices } from "./prices.ts";
import { type PlannedPart, type PlanSettings, Recording } from "./recording.ts";

export type { PlannedCall, PlannedPart, PlanSettings } from "./recording.ts";

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

function sum(all: readonly Amounts[]): Amounts {
  const names = Object.keys(prices) as readonly PriceName[];
  return Object.fromEntries(
    names.map((name) => [name, all.reduce((total, amounts) => total + amounts[name], 0)]),
  ) as unknown as Amounts;
}
