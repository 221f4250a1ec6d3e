/** One line of a log stream. */
export interface LogEvent {
  /** Order in which events came in over all of the log, from 1; a position that does not change. */
  readonly id: number;
  /** Milliseconds since the epoch, by the sender's word. */
  readonly timestamp: number;
  readonly ingestedAt: number;
  readonly message: string;
}

/** By time, and by order of arrival within one millisecond. */
export function compareEvents(one: LogEvent, other: LogEvent): number {
  return one.timestamp - other.timestamp || one.id - other.id;
}

/** The events of one log stream in the order of their time. */
export class EventLog {
  #events: LogEvent[] = [];

  /** Adds a batch that is in order itself; what lies between events that are there already finds its place. */
  add(batch: readonly LogEvent[]): void {
    const last = this.#events.at(-1);
    const first = batch[0];
    this.#events.push(...batch);
    if (last !== undefined && first !== undefined && compareEvents(first, last) < 0) this.#events.sort(compareEvents);
  }

  /** Events before `horizonMs` are gone. */
  expire(horizonMs: number): void {
    const first = this.#events[0];
    if (first === undefined || first.timestamp >= horizonMs) return;
    const kept = this.#events.findIndex(({ timestamp }) => timestamp >= horizonMs);
    this.#events = kept < 0 ? [] : this.#events.slice(kept);
  }

  get all(): readonly LogEvent[] {
    return this.#events;
  }

  /** From `startMs` to `endMs` (exclusive). */
  between(startMs: number, endMs: number): readonly LogEvent[] {
    return this.#events.filter(({ timestamp }) => timestamp >= startMs && timestamp < endMs);
  }
}
