import { InterruptedError } from "../harness/interruption.ts";
import { Remaining } from "../harness/remaining.ts";
import { tell } from "./inert.ts";
import type { Streams } from "./streams.ts";

/** Exit codes as a shell has them. */
const signals = { SIGINT: 130, SIGTERM: 143 } as const;

type SignalName = keyof typeof signals;

/** One Ctrl-C can come twice: from the terminal, and from npm or `--watch`, which pass it on. */
const sameSignalMs = 1_000;

/** What signals come to: this process, but for tests. */
export type SignalSource = Pick<NodeJS.Process, "on" | "off" | "exit">;

export interface InterruptSettings {
  readonly stderr: Streams["stderr"];
  readonly source?: SignalSource;
  /** Milliseconds of this machine. */
  readonly stopwatch?: () => number;
  /** How long the run may take; as long as it does unless given. */
  readonly timeoutMs?: number | undefined;
  /** How to remove what stays after the second signal: a clause. Nothing where it goes with the target. */
  readonly afterwards?: string | undefined;
}

/** A command that was interrupted before it had anything to tell; the reason has been told. */
export class Interrupted extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super("interrupted");
    this.exitCode = exitCode;
  }
}

/**
 * Ends a run on SIGINT, SIGTERM or after a time, so that it removes what it made. A second signal ends the process at
 * once, and says what stays.
 */
export class Interrupt implements Disposable {
  readonly remaining = new Remaining(() => this.#progress());
  readonly #controller = new AbortController();
  #settings: InterruptSettings;
  readonly #source: SignalSource;
  readonly #stopwatch: () => number;
  #timer: NodeJS.Timeout | undefined;
  #exitCode: number | undefined;
  #endedAtMs = 0;
  #removed = 0;

  constructor(settings: InterruptSettings) {
    this.#settings = settings;
    this.#source = settings.source ?? process;
    this.#stopwatch = settings.stopwatch ?? (() => performance.now());
    for (const name of namesOfSignals) this.#source.on(name, this.#onSignal);
    this.#startTimer();
  }

  /** What is known only when the target is open: how to clean up after it, and its own time where no other was given. */
  complete({ afterwards, timeoutMs }: Pick<InterruptSettings, "afterwards" | "timeoutMs">): void {
    this.#settings = { ...this.#settings, afterwards, timeoutMs: this.#settings.timeoutMs ?? timeoutMs };
    this.#startTimer();
  }

  #startTimer(): void {
    const { timeoutMs } = this.#settings;
    if (this.#timer !== undefined || timeoutMs === undefined) return;
    this.#timer = setTimeout(() => this.#end(timeoutSays(timeoutMs), 1), timeoutMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What the process has to end with; undefined where nothing interrupted it. */
  get exitCode(): number | undefined {
    return this.#exitCode;
  }

  /** Says how to remove what the run could not, where that is known. */
  tellRemaining(): void {
    const { length } = this.remaining.titles;
    const { afterwards } = this.#settings;
    if (length > 0 && afterwards !== undefined) this.#say(`${length} left behind; ${afterwards}`);
  }

  readonly #onSignal = (name: SignalName) => {
    if (this.#exitCode === undefined) this.#end(`interrupted by ${name}`, signals[name]);
    else if (this.#stopwatch() - this.#endedAtMs > sameSignalMs) this.#leave(signals[name]);
  };

  #end(reason: string, exitCode: number): void {
    this.#exitCode = exitCode;
    this.#endedAtMs = this.#stopwatch();
    const { length } = this.remaining.titles;
    const what = length === 0 ? "ending what goes on" : `removing what was made (0 of ${length})`;
    const again = exitCode === 1 ? "Ctrl-C leaves" : "once more leaves";
    this.#say(`${reason}: ${what}; ${again} at once`);
    this.#controller.abort(new InterruptedError(reason));
  }

  #progress(): void {
    if (this.#exitCode === undefined) return;
    this.#removed++;
    this.#say(`removing what was made (${this.#removed} of ${this.#removed + this.remaining.titles.length})`);
  }

  #leave(exitCode: number): void {
    const { titles } = this.remaining;
    const { afterwards } = this.#settings;
    if (titles.length > 0) {
      this.#say(`left at once: ${titles.length} not removed${afterwards === undefined ? "" : `; ${afterwards}`}`);
      for (const title of titles) this.#say(`  ${title}`);
    }
    this.#source.exit(exitCode);
  }

  #say(message: string): void {
    tell(this.#settings.stderr, message);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    for (const name of namesOfSignals) this.#source.off(name, this.#onSignal);
  }
}

const namesOfSignals = Object.keys(signals) as readonly SignalName[];

function timeoutSays(timeoutMs: number): string {
  return `its time of ${timeoutMs < 60_000 ? `${timeoutMs} ms` : `${timeoutMs / 60_000} min`} is over`;
}
