import { Delayed } from "../model/delayed.ts";

/**
 * Values by key whose past can be asked for: IAM answers its own API from the newest state, while the rest of AWS still
 * sees the one of a while ago. Source: IAM User Guide, "Changes that I make are not always immediately visible".
 */
export class Ledger<Value> {
  readonly #now: () => number;
  readonly #drawDelayMs: () => number;
  /** Undefined: not there, or not any more. */
  readonly #entries = new Map<string, Delayed<Value | undefined>>();

  /** `drawDelayMs`: how long it takes until `seen` shows a change; asked for each. */
  constructor(now: () => number, drawDelayMs: () => number) {
    this.#now = now;
    this.#drawDelayMs = drawDelayMs;
  }

  save(key: string, value: Value): void {
    this.#change(key, value);
  }

  delete(key: string): void {
    if (this.#change(key, undefined).isSettled) this.#entries.delete(key);
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key)?.newest;
  }

  /** The value as the other services see it now. */
  seen(key: string): Value | undefined {
    return this.#entries.get(key)?.seen;
  }

  *values(): Iterable<Value> {
    for (const { newest } of this.#entries.values()) if (newest !== undefined) yield newest;
  }

  #change(key: string, value: Value | undefined): Delayed<Value | undefined> {
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = new Delayed<Value | undefined>(undefined, this.#now, this.#drawDelayMs);
      this.#entries.set(key, entry);
    }
    entry.change(value);
    return entry;
  }
}
