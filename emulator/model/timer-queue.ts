/** Something to be done at a time. */
export interface Timer {
  readonly atMs: number;
  readonly task: () => void | Promise<void>;
}

interface Waiting extends Timer {
  /** Of two that are due together the first added goes first. */
  readonly order: number;
  state: "waiting" | "cancelled" | "taken";
}

/** Timers by their time: a binary heap, so that neither adding nor taking one looks at all of them. */
export class TimerQueue {
  readonly #heap: Waiting[] = [];
  #order = 0;
  #cancelled = 0;

  /** Timers that are still to be taken. */
  get size(): number {
    return this.#heap.length - this.#cancelled;
  }

  /** Calling the answer cancels the timer; on one that was taken it has no effect. */
  add(timer: Timer): () => void {
    const waiting: Waiting = { ...timer, order: this.#order++, state: "waiting" };
    this.#heap.push(waiting);
    this.#rise(this.#heap.length - 1);
    return () => this.#cancel(waiting);
  }

  /** Takes out the first timer that is due at `untilMs`. */
  takeDue(untilMs: number): Timer | undefined {
    for (let first = this.#heap[0]; first !== undefined && first.atMs <= untilMs; first = this.#heap[0]) {
      this.#removeFirst();
      if (first.state === "cancelled") this.#cancelled--;
      else {
        first.state = "taken";
        return first;
      }
    }
    return undefined;
  }

  #cancel(timer: Waiting): void {
    if (timer.state !== "waiting") return;
    timer.state = "cancelled";
    this.#cancelled++;
    // A cancelled timer leaves when it comes up, which may be never; many of them leave at once.
    if (this.#cancelled > 64 && this.#cancelled > this.#heap.length / 2) this.#sweep();
  }

  #sweep(): void {
    const kept = this.#heap.filter(({ state }) => state === "waiting").sort((a, b) => (isBefore(a, b) ? -1 : 1));
    this.#heap.length = 0;
    for (const timer of kept) this.#heap.push(timer);
    this.#cancelled = 0;
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink();
  }

  #rise(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfBefore(at, parent)) return;
      at = parent;
    }
  }

  #sink(): void {
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const [first, second] = [this.#heap[left], this.#heap[right]];
      if (first === undefined) return;
      const least = second !== undefined && isBefore(second, first) ? right : left;
      if (!this.#swapIfBefore(least, at)) return;
      at = least;
    }
  }

  #swapIfBefore(at: number, other: number): boolean {
    const [timer, displaced] = [this.#heap[at], this.#heap[other]];
    if (timer === undefined || displaced === undefined || !isBefore(timer, displaced)) return false;
    this.#heap[at] = displaced;
    this.#heap[other] = timer;
    return true;
  }
}

function isBefore(a: Waiting, b: Waiting): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
