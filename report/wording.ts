/** The words that all reports share: what a verdict, a count and a failure are called. */
import type { Fact, RunResult, ScenarioResult, StepResult, Verdict } from "../harness/result.ts";
import { durationText } from "./duration.ts";

export const signs: Readonly<Record<Verdict["kind"], string>> = { passed: "✓", failed: "✗", inconclusive: "?" };

/** `flow: a record arrives` */
export function headOf({ name, title }: Pick<ScenarioResult, "name" | "title">): string {
  return `${name}: ${title}`;
}

/** `seed 7 · account A 111111111111`; empty where there is nothing. */
export function settingText(setting: readonly Fact[]): string {
  return setting.map(({ name, value }) => `${name} ${value}`).join(" · ");
}

/** `3 passed`, `1 failed`: those that there are, the good ones first. */
export function countTexts({ counts }: Pick<RunResult, "counts">): readonly (readonly [Verdict["kind"], string])[] {
  return (["passed", "failed", "inconclusive"] as const)
    .filter((kind) => counts[kind] > 0)
    .map((kind) => [kind, `${counts[kind]} ${kind}`]);
}

/** `3 passed, 1 failed on embedded in 4.10 s`. `counted`: the counts as they are to be shown. */
export function sentenceOf(run: RunResult, counted = countTexts(run).map(([, text]) => text)): string {
  const { target, durationMs } = run;
  return `${counted.length === 0 ? "nothing was run" : counted.join(", ")} on ${target} in ${durationText(durationMs)}`;
}

/** Why a verdict is as it is, several lines; undefined of what passed. */
export function reasonOf(verdict: Verdict): string | undefined {
  switch (verdict.kind) {
    case "passed":
      return undefined;
    case "failed":
      return verdict.failure.message;
    case "inconclusive":
      return verdict.because;
  }
}

/** The same in one line. */
export function shortReasonOf(verdict: Verdict): string | undefined {
  return verdict.kind === "failed" ? verdict.failure.short : reasonOf(verdict)?.split("\n")[0];
}

/** A step as a line, below it its facts and why it did not pass, indented by two. */
export function stepLines({ title, verdict, durationMs, facts }: StepResult): readonly string[] {
  const reason = reasonOf(verdict);
  return [
    `${signs[verdict.kind]} ${title}  ${durationText(durationMs)}`,
    ...facts.map(({ name, value }) => `  ${name}  ${value}`),
    ...(reason === undefined ? [] : [reason.replaceAll(/^/gm, "  ")]),
  ];
}

/** All there is to say of a scenario that did not pass: its reason, where it was played, and its steps. */
export function accountOf({ verdict, setting, steps }: ScenarioResult): readonly string[] {
  const reason = reasonOf(verdict);
  const where = settingText(setting);
  return [
    ...(reason === undefined ? [] : reason.split("\n")),
    ...(where === "" ? [] : [where]),
    ...(steps.length === 0 ? [] : ["", ...steps.flatMap(stepLines)]),
  ];
}
