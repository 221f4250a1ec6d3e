/** What a run has made, or is about to make, and not removed yet; all its scenarios and controls together. */
export class Remaining {
  readonly #titles = new Map<object, string>();
  readonly #onRemoved: () => void;

  /** `onRemoved`: called whenever something is gone. */
  constructor(onRemoved: () => void = () => {}) {
    this.#onRemoved = onRemoved;
  }

  /** `bucket crosscheck-… of account B`, the oldest first. */
  get titles(): readonly string[] {
    return [...this.#titles.values()];
  }

  /** The answer takes it out again. */
  add(title: string): () => void {
    const key = {};
    this.#titles.set(key, title);
    return () => {
      this.#titles.delete(key);
      this.#onRemoved();
    };
  }
}
