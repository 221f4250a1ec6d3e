import { TargetFailure } from "./target-failure.ts";
import type { TargetTime } from "./target-time.ts";

export interface CreationGateSettings {
  readonly time: TargetTime;
  /** How many at a time, at most. */
  readonly parallel: number;
}

/** What the first creation may take for several at a time to be worth trying. */
const quickMs = 10_000;

/** How long a creation is waited for. Source: Firehose takes about a minute; the rest is for a busy machine. */
const longestSeconds = 300;

/** How long a creation and its repetition may take together: nobody is to wait for a target that cannot. */
const patienceSeconds = 150;
const leastSeconds = 20;

/** Makes one delivery stream, and waits for it no longer than that. Rejects with a `TargetFailure` as `untilActive` does. */
type Create<Made> = (withinSeconds: number) => Promise<Made>;

/**
 * Lets as few delivery streams be made side by side as the target bears: one alone at first, whose time decides about the
 * others. One that the target fails to make is removed and tried again, alone; where that fails too, nothing more is asked
 * of the target, and whoever asks gets that failure at once.
 */
export class CreationGate {
  readonly #settings: CreationGateSettings;
  #limit = 1;
  #running = 0;
  #waiting: (() => void)[] = [];
  #given: TargetFailure | undefined;

  constructor(settings: CreationGateSettings) {
    this.#settings = settings;
  }

  async pass<Made>(create: Create<Made>, remove: () => Promise<void>): Promise<Made> {
    const { time, parallel } = this.#settings;
    const again = async (tookMs: number) => {
      await remove();
      const second = await settled(create(Math.max(leastSeconds, patienceSeconds - tookMs / 1000)));
      if (!("failure" in second)) return second;
      this.#given = second.failure;
      throw second.failure;
    };
    const first = await this.#inside(async () => {
      const beginsAt = time.now();
      const made = await settled(create(longestSeconds));
      const tookMs = time.now() - beginsAt;
      if ("failure" in made) {
        this.#limit = 1;
        return this.#running === 1 ? again(tookMs) : { ...made, tookMs };
      }
      if (tookMs < quickMs) this.#limit = parallel;
      return made;
    });
    const made = "failure" in first ? await this.#inside(() => again(first.tookMs)) : first;
    return made.value;
  }

  /** Does the work when there is room for it; rejects where the target has been given up meanwhile. */
  async #inside<Result>(work: () => Promise<Result>): Promise<Result> {
    while (this.#given === undefined && this.#running >= this.#limit) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#given !== undefined) throw this.#given;
    this.#running++;
    try {
      return await work();
    } finally {
      this.#running--;
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const resolve of waiting) resolve();
    }
  }
}

/** The target's failure as a value; any other error is thrown. */
function settled<Made>(made: Promise<Made>): Promise<{ readonly value: Made } | { readonly failure: TargetFailure }> {
  return made.then(
    (value) => ({ value }),
    (failure: unknown) => {
      if (failure instanceof TargetFailure) return { failure };
      throw failure;
    },
  );
}
