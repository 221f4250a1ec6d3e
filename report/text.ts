/** A run as text: live while it goes on, then the verdict. */
import type { Measurement, RunEvent, RunResult, ScenarioResult, StepResult, Verdict } from "../harness/result.ts";
import { unreliableControls } from "./controls.ts";
import { durationText } from "./duration.ts";
import { brokenAt, fitted } from "./fitted.ts";
import { GoingOn } from "./going-on.ts";
import { liveOn } from "./live.ts";
import { type Colour, type Output, painter } from "./output.ts";
import { oneLine, printable } from "./printable.ts";
import { countTexts, headOf, sentenceOf, settingText, signs } from "./wording.ts";

export interface TextReportSettings {
  readonly output: Output;
  /** Every step of every scenario; otherwise one line a scenario and the steps of those that did not pass. */
  readonly steps: "all" | "of-failed";
  /** Tells only of scenarios with these verdicts, and the last words; of all, and what goes on, unless given. */
  readonly only?: readonly Verdict["kind"][];
  /** Milliseconds; this machine's unless given. */
  readonly now?: () => number;
  /** Calls `tick` now and then until what it answers is called; every second unless given. */
  readonly ticker?: (tick: () => void) => () => void;
}

export interface TextReport {
  onEvent(event: RunEvent): void;
  /** Takes away the lines that are written anew, for somebody else is about to write to the terminal. */
  clear(): void;
  /** The last words. */
  finish(run: RunResult): void;
}

const colours: Readonly<Record<Verdict["kind"], Colour>> = { passed: "green", failed: "red", inconclusive: "yellow" };

const titleWidth = 78;

/** The sign before a step's title, and its duration behind: `12 min 05 s`. */
const besideTitle = 4 + 2 + 11;

export function textReport({ output, steps, only, ...settings }: TextReportSettings): TextReport {
  const { now = () => performance.now(), ticker = everySecond } = settings;
  const paint = painter(output);
  const live = liveOn({ output, now });
  const goingOn = new GoingOn(now);
  let stopTicking: (() => void) | undefined;
  /** By the reason why they were not played: where that is one thing, it is said once. */
  const notPlayed = new Map<string, readonly string[]>();

  const signOf = ({ kind }: Verdict) => paint(colours[kind], signs[kind]);
  const print = (line: string) => live.print(fitted(line, output));
  const columns = output.isTTY === true ? output.columns || 80 : undefined;
  const showGoingOn = () => {
    if (only !== undefined) return;
    const lead = steps === "all" ? "  · " : "· ";
    live.show(() => goingOn.lines().map((line) => `${lead}${line}`));
  };
  const printStep = (step: StepResult) => {
    const wide = columns === undefined ? titleWidth : Math.max(20, Math.min(titleWidth, columns - besideTitle));
    const title = columns === undefined ? [oneLine(step.title)] : brokenAt(oneLine(step.title), wide);
    const [last = "", ...above] = title.toReversed();
    for (const [at, text] of [
      ...above.toReversed(),
      `${last.padEnd(wide)}  ${paint("dim", durationText(step.durationMs))}`,
    ].entries()) {
      live.print(`  ${at === 0 ? signOf(step.verdict) : " "} ${text}`);
    }
    const width = Math.max(...step.facts.map(({ name }) => name.length));
    for (const { name, value } of step.facts)
      print(`      ${paint("dim", oneLine(name).padEnd(width))}  ${oneLine(value)}`);
    if (step.verdict.kind === "failed") print(indented(step.verdict.failure.message, "      "));
    if (step.verdict.kind === "inconclusive") print(indented(step.verdict.because, "      "));
  };
  const printHead = ({ name, title, setting }: Pick<ScenarioResult, "name" | "title" | "setting">) => {
    print(`${paint("bold", oneLine(name))}: ${oneLine(title)}`);
    const line = settingText(setting);
    if (line !== "") print(`  ${paint("dim", oneLine(line))}`);
  };

  return {
    onEvent(event) {
      switch (event.kind) {
        case "controls-measured":
          if (only === undefined) printControls(event.measurement);
          break;
        case "scenario-started":
          stopTicking ??= ticker(showGoingOn);
          if (steps === "all" && only === undefined) printHead(event);
          break;
        case "step-started":
        case "waiting":
          break;
        case "step-ended":
          if (steps === "all" && only === undefined && event.depth === 0) printStep(event.step);
          break;
        case "scenario-ended":
          printEnd(event.result);
          break;
      }
      goingOn.onEvent(event);
      showGoingOn();
      if (!goingOn.isEmpty) return;
      stopTicking?.();
      stopTicking = undefined;
    },
    clear: () => live.clear(),
    finish(run) {
      for (const [because, names] of notPlayed) {
        print(`${signOf({ kind: "inconclusive", because })} ${oneLine(because)}`);
        for (const name of names) print(`    ${paint("dim", oneLine(name))}`);
      }
      for (const { name, value } of (only === undefined && run.usage) || [])
        print(paint("dim", oneLine(`${name}: ${value}`)));
      print(
        sentenceOf(
          run,
          countTexts(run).map(([kind, text]) => paint(colours[kind], text)),
        ),
      );
    },
  };

  /** Nothing where all is as on AWS. */
  function printControls(measurement: Measurement): void {
    for (const { short } of measurement.leftBehind) print(`${paint("red", "✗")} ${oneLine(short)}`);
    const { length: failing } = unreliableControls(measurement);
    if (failing === 0) return;
    const of = `${failing} of ${measurement.controls.length} controls do not hold here`;
    print(`${paint("yellow", "?")} ${of}: what leans on them is inconclusive; \`crosscheck controls\` shows them\n`);
  }

  function printEnd(result: ScenarioResult): void {
    const { verdict, name, title, durationMs } = result;
    if (only?.includes(verdict.kind) === false) return;
    if (steps === "all" && only === undefined) {
      printFailureOutsideSteps(result);
      print(
        `${signOf(verdict)} ${paint("bold", verdict.kind)}: ${oneLine(title)}  ${paint("dim", durationText(durationMs))}\n`,
      );
      return;
    }
    if (verdict.kind === "inconclusive" && result.steps.length === 0) {
      notPlayed.set(verdict.because, [...(notPlayed.get(verdict.because) ?? []), name]);
      return;
    }
    print(`${signOf(verdict)} ${oneLine(headOf(result))}  ${paint("dim", durationText(durationMs))}`);
    if (verdict.kind === "passed") return;
    if (result.setting.length > 0) {
      print(`  ${paint("dim", oneLine(settingText(result.setting)))}`);
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

function indented(text: string, by: string): string {
  return printable(text).replaceAll(/^/gm, by);
}

/** Without keeping the program from its end. */
function everySecond(tick: () => void): () => void {
  const timer = setInterval(tick, 1_000);
  timer.unref();
  return () => clearInterval(timer);
}
