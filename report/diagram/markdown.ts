/** The diagrams of a run for a README: GitHub draws Mermaid's text. */
import type { RunResult } from "../../harness/result.ts";
import { printable } from "../printable.ts";
import { diagramMermaid } from "./mermaid.ts";
import { diagramOf } from "./model.ts";
import { trustOf } from "./trust.ts";

/** A heading and a diagram for each scenario that set something up; those that did not pass first. */
export function diagramsMarkdown(run: RunResult): string {
  const trust = trustOf(run.measurement);
  const rank = { failed: 0, inconclusive: 1, passed: 2 } as const;
  const inOrder = run.scenarios.toSorted((a, b) => rank[a.verdict.kind] - rank[b.verdict.kind]);
  const parts = inOrder.flatMap(({ title, verdict, evidence }) => {
    const diagram = evidence && diagramOf(evidence, trust);
    if (diagram === undefined) return [];
    return [`## ${inMarkdown(title)}\n\n${verdict.kind}\n\n\`\`\`mermaid\n${diagramMermaid(diagram)}\`\`\`\n`];
  });
  return `${parts.join("\n") || "Nothing was set up that could be drawn.\n"}`;
}

/** Titles are words, and stay words. */
function inMarkdown(text: string): string {
  return printable(text)
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\\`*_{}[\]<>#|&]/g, (character) => `\\${character}`);
}
