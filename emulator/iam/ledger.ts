/**
 * Values by key whose past can be asked for: IAM answers its own API from the newest state, while the rest of AWS still
 * sees the one of a while ago. Source: IAM User Guide, "Changes that I make are not always immediately visible".
 */
export class Ledger<Value> {
  readonly #now: () => number;
  readonly #drawDelayMs: () => number;
  readonly #versions = new Map<string, readonly Version<Value>[]>();

  /** `drawDelayMs`: how long it takes until `seen` shows a change; asked for each. */
  constructor(now: () => number, drawDelayMs: () => number) {
    this.#now = now;
    this.#drawDelayMs = drawDelayMs;
  }

  save(key: string, value: Value): void {
    this.#append(key, value);
  }

  delete(key: string): void {
    this.#append(key, undefined);
  }

  get(key: string): Value | undefined {
    return this.#versions.get(key)?.at(-1)?.value;
  }

  /** The value as the other services see it now. */
  seen(key: string): Value | undefined {
    const versions = this.#versions.get(key);
    if (versions === undefined) return undefined;
    const now = this.#now();
    return versions.findLast(({ seenFromMs }) => seenFromMs <= now)?.value;
  }

  *values(): Iterable<Value> {
    for (const versions of this.#versions.values()) {
      const value = versions.at(-1)?.value;
      if (value !== undefined) yield value;
    }
  }

  #append(key: string, value: Value | undefined): void {
    const now = this.#now();
    const added = { seenFromMs: now + this.#drawDelayMs(), value };
    if (added.seenFromMs > now) {
      const versions = this.#versions.get(key) ?? [];
      // Whatever came before the version that is seen now will not be asked for again.
      const seenAt = versions.findLastIndex(({ seenFromMs }) => seenFromMs <= now);
      this.#versions.set(key, [...versions.slice(Math.max(0, seenAt)), added]);
    } else if (value !== undefined) this.#versions.set(key, [added]);
    else this.#versions.delete(key);
  }
}

interface Version<Value> {
  /** A later version that is seen already hides it. */
  readonly seenFromMs: number;
  /** Undefined: deleted. */
  readonly value: Value | undefined;
}
