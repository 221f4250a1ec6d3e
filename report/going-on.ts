/** What is going on in a run at the moment, a line for each scenario that is being played. */
import type { RunEvent, Wait } from "../harness/result.ts";
import { printable } from "./printable.ts";

interface Going {
  /** Titles of the steps that are going on, the innermost last. */
  readonly steps: { readonly title: string; readonly depth: number; readonly sinceMs: number }[];
  wait: Wait | undefined;
}

/** Follows the events of a run. Times are this machine's, in milliseconds, from `now`. */
export class GoingOn {
  readonly #now: () => number;
  readonly #scenarios = new Map<string, Going>();

  constructor(now: () => number) {
    this.#now = now;
  }

  get isEmpty(): boolean {
    return this.#scenarios.size === 0;
  }

  onEvent(event: RunEvent): void {
    switch (event.kind) {
      case "scenario-started":
        this.#scenarios.set(event.name, { steps: [], wait: undefined });
        break;
      case "scenario-ended":
        this.#scenarios.delete(event.result.name);
        break;
      case "step-started": {
        const going = this.#scenarios.get(event.scenario);
        going?.steps.push({ title: event.title, depth: event.depth, sinceMs: this.#now() });
        if (going !== undefined) going.wait = undefined;
        break;
      }
      case "step-ended": {
        const going = this.#scenarios.get(event.scenario);
        const at = going?.steps.findLastIndex(
          ({ title, depth }) => title === event.step.title && depth === event.depth,
        );
        if (going === undefined || at === undefined || at < 0) break;
        going.steps.splice(at, 1);
        going.wait = undefined;
        break;
      }
      case "waiting": {
        const going = this.#scenarios.get(event.scenario);
        if (going !== undefined) going.wait = event.wait;
        break;
      }
      case "controls-measured":
        break;
    }
  }

  /** `flow (12 s): make a bucket`; scenarios between two steps have none. */
  lines(): readonly string[] {
    return [...this.#scenarios].flatMap(([name, { steps, wait }]) => {
      const step = steps.at(-1);
      if (step === undefined) return [];
      const seconds = Math.floor((this.#now() - step.sinceMs) / 1000);
      const since = seconds === 0 ? "" : ` (${secondsText(seconds)})`;
      return [printable(`${name}${since}: ${wait === undefined ? step.title : waitText(wait)}`).replaceAll("\n", " ")];
    });
  }
}

/** `waiting, 61 s of the target's time so far, 300 s at least, 600 s at most; seen: an empty bucket; for an object from …` */
export function waitText({ awaited, elapsedMs, deadlineMs, expectedMs, lastSeen, lastError }: Wait): string {
  const seconds = (ms: number) => secondsText(Math.round(ms / 1000));
  return [
    [
      `waiting, ${seconds(elapsedMs)} so far`,
      ...(expectedMs === undefined ? [] : [`${seconds(expectedMs)} at least`]),
      `${seconds(deadlineMs)} at most`,
    ].join(", "),
    ...(lastSeen === undefined ? [] : [`seen: ${lastSeen}`]),
    ...(lastError === undefined ? [] : [`Firehose says: ${lastError}`]),
    `for ${awaited}`,
  ].join("; ");
}

/** `59 s`, `5 min`, `5 min 01 s` */
function secondsText(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} min${rest === 0 ? "" : ` ${String(rest).padStart(2, "0")} s`}`;
}
