import { controls } from "./controls/index.ts";
import { measureControls } from "./controls/measure.ts";
import { findingsOf } from "./controls/reliance.ts";
import type { InterruptSettings } from "./interruption.ts";
import { countVerdicts, type RunResult, type ScenarioResult } from "./result.ts";
import { type RunScenarioSettings, runScenario } from "./run-scenario.ts";
import type { Scenario } from "./scenario.ts";
import type { Target } from "./target.ts";

export interface RunSettings extends Pick<RunScenarioSettings, "onEvent" | "evidence">, InterruptSettings {
  /** How many scenarios are played at a time; as many as the target suggests unless given. */
  readonly parallel?: number;
}

/** Else the last to be begun is the one that all others have to wait for. */
export function longestFirst(scenarios: readonly Scenario[]): readonly Scenario[] {
  return scenarios.toSorted((one, other) => other.takesSeconds - one.takesSeconds);
}

/**
 * Measures the target's controls, plays scenarios and answers in their order. Rejects where the target does not answer,
 * and never on what goes wrong in a scenario.
 */
export async function run(
  scenarios: readonly Scenario[],
  target: Target,
  { parallel = target.parallel, ...settings }: RunSettings = {},
): Promise<RunResult> {
  const startedAt = new Date();
  const startedAtMs = performance.now();
  const measurement = await measureControls(target, controls, settings);
  settings.onEvent?.({ kind: "controls-measured", measurement });
  const findings = findingsOf(measurement);
  const results = new Map<Scenario, ScenarioResult>();
  const waiting = longestFirst(scenarios).values();
  const playOn = async () => {
    for (const each of waiting) results.set(each, await runScenario(each, target, { ...settings, findings }));
  };
  await Promise.all(Array.from({ length: parallel }, playOn));
  const inOrder = scenarios.flatMap((each) => results.get(each) ?? []);
  return {
    target: target.name,
    startedAt: startedAt.toISOString(),
    durationMs: performance.now() - startedAtMs,
    counts: countVerdicts(inOrder),
    measurement,
    ...(target.usage !== undefined && { usage: target.usage() }),
    scenarios: inOrder,
  };
}
