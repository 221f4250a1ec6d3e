/** A run as text: live while it goes on, then the verdict. */
import type { Measurement, RunEvent, RunResult, ScenarioResult, StepResult, Verdict } from "../harness/result.ts";
import { unreliableControls } from "./controls.ts";
import { durationText } from "./duration.ts";
import { type Colour, type Output, painter } from "./output.ts";

export interface TextReportSettings {
  readonly output: Output;
  /** Every step of every scenario; otherwise one line a scenario and the steps of those that did not pass. */
  readonly steps: "all" | "of-failed";
}

export interface TextReport {
  onEvent(event: RunEvent): void;
  /** The last words. */
  finish(run: RunResult): void;
}

const signs: Readonly<Record<Verdict["kind"], readonly [sign: string, colour: Colour]>> = {
  passed: ["✓", "green"],
  failed: ["✗", "red"],
  inconclusive: ["?", "yellow"],
};

const titleWidth = 78;

export function textReport({ output, steps }: TextReportSettings): TextReport {
  const paint = painter(output);
  const live = liveLine(output);
  let scenarioName = "";
  /** By the reason why they were not played: where that is one thing, it is said once. */
  const notPlayed = new Map<string, readonly string[]>();

  const signOf = ({ kind }: Verdict) => paint(signs[kind][1], signs[kind][0]);
  const print = (line: string) => {
    live.clear();
    output.write(`${line}\n`);
  };
  const printStep = (step: StepResult) => {
    print(`  ${signOf(step.verdict)} ${step.title.padEnd(titleWidth)}  ${paint("dim", durationText(step.durationMs))}`);
    const width = Math.max(...step.facts.map(({ name }) => name.length));
    for (const { name, value } of step.facts) print(`      ${paint("dim", name.padEnd(width))}  ${value}`);
    if (step.verdict.kind === "failed") print(indented(step.verdict.failure.message, "      "));
    if (step.verdict.kind === "inconclusive") print(indented(step.verdict.because, "      "));
  };
  const printHead = ({ name, title, setting }: Pick<ScenarioResult, "name" | "title" | "setting">) => {
    print(`${paint("bold", name)}: ${title}`);
    const line = setting.map((each) => `${each.name} ${each.value}`).join(" · ");
    if (line !== "") print(`  ${paint("dim", line)}`);
  };

  return {
    onEvent(event) {
      switch (event.kind) {
        case "controls-measured":
          printControls(event.measurement);
          break;
        case "scenario-started":
          scenarioName = event.name;
          if (steps === "all") printHead(event);
          break;
        case "step-started":
          live.show(steps === "all" ? `  · ${event.title}` : `· ${scenarioName}: ${event.title}`);
          break;
        case "step-ended":
          if (steps === "all" && event.depth === 0) printStep(event.step);
          break;
        case "scenario-ended":
          printEnd(event.result);
          break;
      }
    },
    finish({ counts, durationMs, target, usage = [] }) {
      for (const [because, names] of notPlayed) {
        print(`${signOf({ kind: "inconclusive", because })} ${because}`);
        for (const name of names) print(`    ${paint("dim", name)}`);
      }
      const parts = [
        counts.passed > 0 ? paint("green", `${counts.passed} passed`) : undefined,
        counts.failed > 0 ? paint("red", `${counts.failed} failed`) : undefined,
        counts.inconclusive > 0 ? paint("yellow", `${counts.inconclusive} inconclusive`) : undefined,
      ].filter((part) => part !== undefined);
      for (const { name, value } of usage) print(paint("dim", `${name}: ${value}`));
      print(`${parts.length === 0 ? "nothing was run" : parts.join(", ")} on ${target} in ${durationText(durationMs)}`);
    },
  };

  /** Nothing where all is as on AWS. */
  function printControls(measurement: Measurement): void {
    for (const { short } of measurement.leftBehind) print(`${paint("red", "✗")} ${short}`);
    const { length: failing } = unreliableControls(measurement);
    if (failing === 0) return;
    const of = `${failing} of ${measurement.controls.length} controls do not hold here`;
    print(`${paint("yellow", "?")} ${of}: what leans on them is inconclusive; \`crosscheck controls\` shows them\n`);
  }

  function printEnd(result: ScenarioResult): void {
    const { verdict, name, title, durationMs } = result;
    if (steps === "all") {
      printFailureOutsideSteps(result);
      print(`${signOf(verdict)} ${paint("bold", verdict.kind)}: ${title}  ${paint("dim", durationText(durationMs))}\n`);
      return;
    }
    if (verdict.kind === "inconclusive" && result.steps.length === 0) {
      notPlayed.set(verdict.because, [...(notPlayed.get(verdict.because) ?? []), name]);
      return;
    }
    print(`${signOf(verdict)} ${name}: ${title}  ${paint("dim", durationText(durationMs))}`);
    if (verdict.kind === "passed") return;
    if (result.setting.length > 0) {
      print(`  ${paint("dim", result.setting.map((each) => `${each.name} ${each.value}`).join(" · "))}`);
    }
    for (const step of result.steps) printStep(step);
    printFailureOutsideSteps(result);
  }

  /** Failures that no printed step has shown. */
  function printFailureOutsideSteps({ verdict, steps: shown }: ScenarioResult): void {
    if (verdict.kind === "inconclusive" && shown.every((step) => step.verdict.kind !== "inconclusive")) {
      print(indented(verdict.because, "  "));
    }
    if (verdict.kind !== "failed") return;
    const messages = shown.flatMap((step) => (step.verdict.kind === "failed" ? [step.verdict.failure.message] : []));
    if (!messages.includes(verdict.failure.message)) print(indented(verdict.failure.message, "  "));
  }
}

/** One line at the bottom of a terminal that is written anew; elsewhere nothing. */
function liveLine(output: Output): { show(text: string): void; clear(): void } {
  if (output.isTTY !== true) return { show: () => {}, clear: () => {} };
  let isShown = false;
  const clear = () => {
    if (isShown) output.write("\r\u001b[2K");
    isShown = false;
  };
  return {
    show(text) {
      clear();
      // Some terminals tell a width of 0.
      output.write(text.slice(0, (output.columns || 80) - 1));
      isShown = true;
    },
    clear,
  };
}

function indented(text: string, by: string): string {
  return text.replaceAll(/^/gm, by);
}
