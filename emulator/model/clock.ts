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

/** How a clock's time follows from the machine's. */
export interface TimeScale {
  /** What the clock shows at `hostOriginMs`. */
  readonly originMs: number;
  /** The machine's time at which the clock began to run. */
  readonly hostOriginMs: number;
  /** Seconds of the clock in one of the machine's. */
  readonly speed: number;
}

export function scaledMs({ originMs, hostOriginMs, speed }: TimeScale, hostMs: number): number {
  return Math.floor(originMs + (hostMs - hostOriginMs) * speed);
}

/** The first whole millisecond of the machine's at which the clock shows `ms` or more. */
export function hostMsOf({ originMs, hostOriginMs, speed }: TimeScale, ms: number): number {
  return Math.ceil(hostOriginMs + (ms - originMs) / speed);
}

/** Node fires a timer at once whose delay does not fit into 32 bits. */
const longestTimeoutMs = 2 ** 31 - 1;

/**
 * A clock that runs by itself, `speed` times as fast as the machine's, from the present time on. A task that fails is
 * handed to `onError`; nothing else would see it.
 */
export class ScaledClock implements Clock {
  readonly scale: TimeScale;
  readonly #onError: (error: unknown) => void;

  constructor(speed: number, onError: (error: unknown) => void) {
    if (!(speed > 0 && Number.isFinite(speed))) throw new RangeError(`a clock cannot run ${speed} times as fast`);
    const hostMs = Date.now();
    this.scale = { originMs: hostMs, hostOriginMs: hostMs, speed };
    this.#onError = onError;
  }

  now(): number {
    return scaledMs(this.scale, Date.now());
  }

  schedule(atMs: number, task: () => void | Promise<void>): ScheduledTask {
    let timeout: NodeJS.Timeout;
    const wait = () => {
      const delayMs = Math.max(0, hostMsOf(this.scale, atMs) - Date.now());
      timeout = setTimeout(
        () => {
          // Longer than one timer lasts, or a timer that fired a moment early.
          if (this.now() < atMs) wait();
          else void this.#run(task);
        },
        Math.min(delayMs, longestTimeoutMs),
      );
      // A pending delivery must not keep a stopped process alive.
      timeout.unref();
    };
    wait();
    return { cancel: () => clearTimeout(timeout) };
  }

  async #run(task: () => void | Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      this.#onError(error);
    }
  }
}

/** The machine's clock. */
export class SystemClock extends ScaledClock {
  constructor(onError: (error: unknown) => void) {
    super(1, onError);
  }
}
