import { countVerdicts, type RunResult, type ScenarioResult } from "./result.ts";
import { type RunScenarioSettings, runScenario } from "./run-scenario.ts";
import type { Scenario } from "./scenario.ts";
import type { Target } from "./target.ts";

/** Plays scenarios one after the other. Never rejects on what goes wrong in them. */
export async function run(
  scenarios: readonly Scenario[],
  target: Target,
  settings: RunScenarioSettings = {},
): Promise<RunResult> {
  const startedAt = new Date();
  const startedAtMs = performance.now();
  const results: ScenarioResult[] = [];
  for (const each of scenarios) results.push(await runScenario(each, target, settings));
  return {
    target: target.name,
    startedAt: startedAt.toISOString(),
    durationMs: performance.now() - startedAtMs,
    counts: countVerdicts(results),
    scenarios: results,
  };
}
