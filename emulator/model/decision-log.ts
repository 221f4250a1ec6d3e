import type { AuthorizationRequest, Decision } from "../policy/types.ts";
import type { OtherServiceName, ServiceName } from "./action.ts";

/** One question that the policies were asked, with its answer: what AccessDenied leaves unsaid. */
export interface DecisionRecord {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly requestId: string;
  readonly service: ServiceName | OtherServiceName;
  /** The operation that needed it: `PutObject`. */
  readonly operation: string;
  readonly request: AuthorizationRequest;
  readonly decision: Decision;
}

/** The last decisions, oldest first; older ones are forgotten so that a long run does not grow. */
export class DecisionLog {
  readonly #capacity: number;
  readonly #records: DecisionRecord[] = [];
  readonly #listeners = new Set<(record: DecisionRecord) => void>();
  #next = 0;

  constructor(capacity = 10_000) {
    this.#capacity = capacity;
  }

  record(record: DecisionRecord): void {
    if (this.#records.length < this.#capacity) this.#records.push(record);
    else {
      this.#records[this.#next] = record;
      this.#next = (this.#next + 1) % this.#capacity;
    }
    for (const listener of this.#listeners) listener(record);
  }

  all(): readonly DecisionRecord[] {
    return [...this.#records.slice(this.#next), ...this.#records.slice(0, this.#next)];
  }

  denied(): readonly DecisionRecord[] {
    return this.all().filter(({ decision }) => decision.kind !== "allowed");
  }

  /** Calls `listener` with every decision from now on; the answer ends it. */
  subscribe(listener: (record: DecisionRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
