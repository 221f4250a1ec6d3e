import type { Clock } from "../model/clock.ts";

/** Something that has to go on, or come to its end, within the limit. */
export interface Watched {
  /** Begins the limit anew. */
  goOn(): void;
  /** Ends the watch. */
  end(): void;
}

interface Entry {
  hasGoneOn: boolean;
  readonly onStall: () => void;
}

/**
 * Ends what waits for a peer that sends nothing. One timer looks after all: what stands still is found after one to two
 * times the limit, and a request that comes whole costs no timer of its own.
 */
export class StallWatch {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #entries = new Set<Entry>();
  #isDue = false;

  /** `clock`: the machine's, as peers live by it, whatever the emulator's shows. */
  constructor(clock: Clock, limitMs: number) {
    this.#clock = clock;
    this.#limitMs = limitMs;
  }

  /** Calls `onStall` once where neither `goOn` nor `end` is called for the limit. */
  watch(onStall: () => void): Watched {
    const entry: Entry = { hasGoneOn: true, onStall };
    this.#entries.add(entry);
    this.#look();
    return {
      goOn: () => {
        entry.hasGoneOn = true;
      },
      end: () => {
        this.#entries.delete(entry);
      },
    };
  }

  #look(): void {
    if (this.#isDue || this.#entries.size === 0) return;
    this.#isDue = true;
    this.#clock.schedule(this.#clock.now() + this.#limitMs, () => {
      this.#isDue = false;
      for (const entry of this.#entries) {
        if (entry.hasGoneOn) entry.hasGoneOn = false;
        else {
          this.#entries.delete(entry);
          entry.onStall();
        }
      }
      this.#look();
    });
  }
}
