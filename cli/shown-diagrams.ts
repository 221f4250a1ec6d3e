import type { RunResult } from "../harness/result.ts";
import { diagramOf } from "../report/diagram/model.ts";
import { diagramText } from "../report/diagram/text.ts";
import { trustOf } from "../report/diagram/trust.ts";
import { type Colour, type Output, painter } from "../report/output.ts";

const colours = { allowed: "green", denied: "red", unknown: "dim" } as const satisfies Record<string, Colour>;

/** The diagrams of what did not pass, or of the only scenario, each under its name. */
export function shownDiagrams({ scenarios, measurement }: RunResult, output: Output): string {
  const paint = painter(output);
  const drawn = scenarios.length === 1 ? scenarios : scenarios.filter(({ verdict }) => verdict.kind !== "passed");
  return drawn
    .flatMap(({ name, evidence }) => {
      const diagram = evidence && diagramOf(evidence, trustOf(measurement));
      if (diagram === undefined) return [];
      return [`${paint("bold", name)}\n\n${diagramText(diagram, (verdict, text) => paint(colours[verdict], text))}\n`];
    })
    .join("");
}
