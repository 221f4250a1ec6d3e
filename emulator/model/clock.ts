import { TimerQueue } from "./timer-queue.ts";

/** Time as the emulator sees it: the only source of "now" and of anything that happens later. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Runs `task` once when the clock reaches `atMs` (at once where that has passed). */
  schedule(atMs: number, task: () => void | Promise<void>): ScheduledTask;
}

export interface ScheduledTask {
  cancel(): void;
}

/**
 * A clock that moves only when it is told to. Tasks run in the order of their time, each one awaited before the next,
 * with `now()` at the time that they were due: 300 s of buffering pass in as long as the work in them takes.
 */
export class VirtualClock implements Clock {
  #nowMs: number;
  readonly #timers = new TimerQueue();
  #advancing: Promise<void> = Promise.resolve();

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  schedule(atMs: number, task: () => void | Promise<void>): ScheduledTask {
    const cancel = this.#timers.add({ atMs: Math.max(atMs, this.#nowMs), task });
    return { cancel };
  }

  /**
   * Moves time on by `ms` and resolves when everything due until then has run. Calls queue up behind each other. A task
   * that fails ends the advance at its moment with its error; what is due later stays due.
   */
  advance(ms: number): Promise<void> {
    if (!(ms >= 0)) throw new RangeError(`a clock cannot be advanced by ${ms} ms: time does not run backwards`);
    const advanced = this.#advancing.then(() => this.#runUntil(this.#nowMs + ms));
    this.#advancing = advanced.catch(() => {});
    return advanced;
  }

  async #runUntil(untilMs: number): Promise<void> {
    for (let timer = this.#timers.takeDue(untilMs); timer !== undefined; timer = this.#timers.takeDue(untilMs)) {
      this.#nowMs = timer.atMs;
      await timer.task();
    }
    this.#nowMs = untilMs;
  }
}

/** The machine's clock. A task that fails is handed to `onError`; nothing else would see it. */
export class SystemClock implements Clock {
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  now(): number {
    return Date.now();
  }

  schedule(atMs: number, task: () => void | Promise<void>): ScheduledTask {
    const timeout = setTimeout(
      async () => {
        try {
          await task();
        } catch (error) {
          this.#onError(error);
        }
      },
      Math.max(0, atMs - Date.now()),
    );
    // A pending delivery must not keep a stopped process alive.
    timeout.unref();
    return { cancel: () => clearTimeout(timeout) };
  }
}
