/**
 * Tells background work that a request from outside has run. Between two requests the emulated world changes by its own
 * timers alone, so whoever polls it may rest until then.
 */
export class Activity {
  readonly #listeners = new Set<() => void>();

  notify(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Calls `listener` after every request from now on; the answer ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
