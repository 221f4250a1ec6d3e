/** A value whose changes others see later than whoever makes them. */
export class Delayed<Value> {
  readonly #now: () => number;
  readonly #drawDelayMs: () => number;
  /** The newest is the last; a version that is seen hides those before it. Never empty; the first one is seen. */
  #versions: readonly Version<Value>[];

  /** `drawDelayMs`: how long it takes until others see a change; asked for each. They see `initial` from the beginning. */
  constructor(initial: Value, now: () => number, drawDelayMs: () => number) {
    this.#now = now;
    this.#drawDelayMs = drawDelayMs;
    this.#versions = [{ value: initial, seenFromMs: Number.NEGATIVE_INFINITY }];
  }

  get newest(): Value {
    return present(this.#versions.at(-1)).value;
  }

  /** The value as others see it now. */
  get seen(): Value {
    if (this.#versions.length === 1) return this.newest;
    const now = this.#now();
    return present(this.#versions.findLast(({ seenFromMs }) => seenFromMs <= now)).value;
  }

  /** Whether everybody sees the newest value. */
  get isSettled(): boolean {
    return present(this.#versions.at(-1)).seenFromMs <= this.#now();
  }

  change(value: Value): void {
    const now = this.#now();
    // Whatever came before the version that is seen now will not be asked for again.
    const seenAt = this.#versions.findLastIndex(({ seenFromMs }) => seenFromMs <= now);
    const seenFromMs = now + this.#drawDelayMs();
    this.#versions = [...(seenFromMs <= now ? [] : this.#versions.slice(seenAt)), { value, seenFromMs }];
  }
}

interface Version<Value> {
  readonly value: Value;
  readonly seenFromMs: number;
}

function present<Value>(version: Version<Value> | undefined): Version<Value> {
  if (version === undefined) throw new TypeError("a delayed value has a version that is seen");
  return version;
}
