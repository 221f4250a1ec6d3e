/**
 * Values by key whose past can be asked for: IAM answers its own API from the newest state, while the rest of AWS still
 * sees the one of a while ago. Source: IAM User Guide, "Changes that I make are not always immediately visible".
 */
export class Ledger<Value> {
  readonly #now: () => number;
  readonly #delayMs: number;
  readonly #versions = new Map<string, readonly Version<Value>[]>();

  /** `delayMs`: how far behind `seen` is. */
  constructor(now: () => number, delayMs: number) {
    this.#now = now;
    this.#delayMs = delayMs;
  }

  save(key: string, value: Value): void {
    this.#append(key, value);
  }

  delete(key: string): void {
    if (this.#delayMs > 0) this.#append(key, undefined);
    else this.#versions.delete(key);
  }

  get(key: string): Value | undefined {
    return this.#versions.get(key)?.at(-1)?.value;
  }

  /** The value as the other services see it now. */
  seen(key: string): Value | undefined {
    const versions = this.#versions.get(key);
    if (versions === undefined) return undefined;
    const until = this.#now() - this.#delayMs;
    return versions.findLast(({ fromMs }) => fromMs <= until)?.value;
  }

  *values(): Iterable<Value> {
    for (const versions of this.#versions.values()) {
      const value = versions.at(-1)?.value;
      if (value !== undefined) yield value;
    }
  }

  #append(key: string, value: Value | undefined): void {
    const now = this.#now();
    const versions = this.#versions.get(key) ?? [];
    // Whatever came before the version that is seen now will not be asked for again.
    const seenAt = versions.findLastIndex(({ fromMs }) => fromMs <= now - this.#delayMs);
    const kept = this.#delayMs > 0 ? versions.slice(Math.max(0, seenAt)) : [];
    this.#versions.set(key, [...kept, { fromMs: now, value }]);
  }
}

interface Version<Value> {
  readonly fromMs: number;
  /** Undefined: deleted. */
  readonly value: Value | undefined;
}
