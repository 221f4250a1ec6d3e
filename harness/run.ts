import { countVerdicts, type RunResult, type ScenarioResult } from "./result.ts";
import { type RunScenarioSettings, runScenario } from "./run-scenario.ts";
import type { Scenario } from "./scenario.ts";
import type { Target } from "./target.ts";

export interface RunSettings extends RunScenarioSettings {
  /** How many scenarios are played at a time; as many as the target suggests unless given. */
  readonly parallel?: number;
}

/** Plays scenarios and answers in their order. Never rejects on what goes wrong in them. */
export async function run(
  scenarios: readonly Scenario[],
  target: Target,
  { parallel = target.parallel, ...settings }: RunSettings = {},
): Promise<RunResult> {
  const startedAt = new Date();
  const startedAtMs = performance.now();
  const results = new Map<Scenario, ScenarioResult>();
  const waiting = scenarios.values();
  const playOn = async () => {
    for (const each of waiting) results.set(each, await runScenario(each, target, settings));
  };
  await Promise.all(Array.from({ length: parallel }, playOn));
  const inOrder = scenarios.flatMap((each) => results.get(each) ?? []);
  return {
    target: target.name,
    startedAt: startedAt.toISOString(),
    durationMs: performance.now() - startedAtMs,
    counts: countVerdicts(inOrder),
    scenarios: inOrder,
  };
}
