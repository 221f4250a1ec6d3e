import { type Evidence, embedded, runScenario } from "../../../harness/index.ts";
import type { ScenarioResult } from "../../../harness/result.ts";
import type { Target } from "../../../harness/target.ts";
import { type Diagram, diagramOf, type Trust } from "../../../report/diagram/model.ts";
import { scenarios } from "../../../scenarios/index.ts";

export interface Played {
  readonly result: ScenarioResult;
  readonly evidence: Evidence;
  readonly diagram: Diagram;
}

/** One of the project's scenarios with its evidence, always with the same names. */
export async function play(name: string, target: Target = embedded({ seed: 1 }), trust?: Trust): Promise<Played> {
  const chosen = scenarios.find((each) => each.name === name);
  if (chosen === undefined) throw new Error(`no scenario ${name}`);
  const result = await runScenario(chosen, target, { evidence: true });
  const { evidence } = result;
  const diagram = evidence && diagramOf(evidence, trust);
  if (evidence === undefined || diagram === undefined) throw new Error(`nothing to draw of ${name}`);
  return { result, evidence, diagram };
}

/** The embedded AWS as a target that does not tell what it decides. */
export function silent(): Target {
  const target = embedded({ seed: 1 });
  return {
    ...target,
    name: "silent",
    open: async () => {
      const { watch, ...sandbox } = await target.open();
      return sandbox;
    },
  };
}
