/** A run for GitHub Actions: the summary of a job, and annotations. */
import type { RunResult, ScenarioResult, Verdict } from "../harness/result.ts";
import { durationText } from "./duration.ts";
import { printable } from "./printable.ts";
import { accountOf, headOf, sentenceOf, settingText, shortReasonOf, signs } from "./wording.ts";

export interface Annotation {
  readonly level: "error" | "warning";
  readonly title: string;
  readonly message: string;
  /** Where it is shown; in the job alone where it has no place. */
  readonly file?: string;
  readonly startLine?: number;
  readonly startColumn?: number;
}

/** GitHub shows ten of a kind a step, and keeps the rest to itself. */
export const mostAnnotations = 10;

/** GitHub takes 1 MiB of a step's summary, and none of a larger one. Source: GitHub Docs, "Workflow commands". */
export const mostCharacters = 250_000;

/** What failed as errors, what is inconclusive as warnings; where there are too many, the last says how many more. */
export function annotationsOf(run: RunResult): readonly Annotation[] {
  return [...annotationsWith(run, "failed", "error"), ...annotationsWith(run, "inconclusive", "warning")];
}

function annotationsWith(run: RunResult, kind: Verdict["kind"], level: Annotation["level"]): readonly Annotation[] {
  const all = run.scenarios.filter(({ verdict }) => verdict.kind === kind);
  const shown = all.length > mostAnnotations ? all.slice(0, mostAnnotations - 1) : all;
  const annotations = shown.map((scenario) => ({
    level,
    title: printable(`${kind}: ${headOf(scenario)}`),
    message: printable(shortReasonOf(scenario.verdict) ?? kind),
  }));
  const left = all.length - shown.length;
  if (left === 0) return annotations;
  return [...annotations, { level, title: `${left} more ${kind}`, message: printable(sentenceOf(run)) }];
}

/** Markdown with HTML in it: the verdict, then what did not pass with all there is to say, then everything as a table. */
export function summaryMarkdown(run: RunResult): string {
  const { failed, inconclusive, passed } = run.counts;
  const kind: Verdict["kind"] = failed > 0 ? "failed" : inconclusive > 0 || passed === 0 ? "inconclusive" : "passed";
  const notPassed = run.scenarios.filter(({ verdict }) => verdict.kind !== "passed");
  const parts = [`## ${signs[kind]} ${escaped(sentenceOf(run))}\n`];
  let length = 0;
  let left = 0;
  for (const scenario of notPassed) {
    const text = detailsOf(scenario);
    length += text.length;
    if (length > mostCharacters) left++;
    else parts.push(text);
  }
  if (left > 0) parts.push(`<p>${left} more did not pass; the results have them.</p>\n`);
  return [...parts, tableOf(run)].join("\n");
}

function detailsOf(scenario: ScenarioResult): string {
  const { verdict } = scenario;
  const summary = `${signs[verdict.kind]} ${escaped(headOf(scenario))}`;
  const body = escaped(accountOf(scenario).join("\n"));
  return `<details${verdict.kind === "failed" ? " open" : ""}><summary>${summary}</summary>\n<pre>${body}</pre>\n</details>\n`;
}

function tableOf({ scenarios }: RunResult): string {
  const rows = scenarios.map((scenario) => {
    const { verdict, durationMs, setting } = scenario;
    const cells = [
      `${signs[verdict.kind]} ${verdict.kind}`,
      headOf(scenario),
      durationText(durationMs),
      settingText(setting),
    ];
    return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`;
  });
  const all = `<table>\n${rows.join("\n")}\n</table>`;
  if (rows.length === 0 || all.length > mostCharacters) return "";
  return `<details><summary>all ${rows.length}</summary>\n${all}\n</details>\n`;
}

/** Text of others, inert in HTML and in Markdown; empty lines, which end a block of HTML in Markdown, have an entity. */
export function escaped(text: string): string {
  return printable(text)
    .replaceAll(/[&<>"'`*_[\]()#|\\~:@!$-]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll(/\n(?=\n)/g, "\n&#8203;");
}
