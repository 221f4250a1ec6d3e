import type { Principal } from "../policy/types.ts";
import type { ServiceName } from "./action.ts";

/** One call as a service has carried it out or refused it, from outside or from another service. */
export interface CallRecord {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Finds the decisions behind it in the decision log. */
  readonly requestId: string;
  readonly service: ServiceName;
  /** `PutObject` */
  readonly operation: string;
  readonly principal: Principal;
  /** Whether one service of AWS made it, as Firehose does when it delivers. */
  readonly isInternal: boolean;
  /** As the SDK has it; streaming bodies are not read. */
  readonly input: object;
  readonly outcome:
    | { readonly kind: "answered"; readonly output: object }
    | { readonly kind: "refused"; readonly code: string; readonly message: string; readonly httpStatus: number };
}

/** Tells of every call. Keeps none: what calls carry may be large, and who wants it takes what it needs at once. */
export class CallFeed {
  readonly #listeners = new Set<(record: CallRecord) => void>();

  /** Whether anybody listens. */
  get isWatched(): boolean {
    return this.#listeners.size > 0;
  }

  tell(record: CallRecord): void {
    for (const listener of this.#listeners) listener(record);
  }

  /** Calls `listener` with every call from now on; the answer ends it. */
  subscribe(listener: (record: CallRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
