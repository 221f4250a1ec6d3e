import type { Remaining } from "./remaining.ts";
import type { Verdict } from "./result.ts";
import { failureOf, ScenarioError } from "./scenario-error.ts";
import { TargetFailure } from "./target-failure.ts";

/** How a run can be ended from outside. */
export interface InterruptSettings {
  /** Aborted when it has to remove what it made and to end. */
  readonly signal?: AbortSignal;
  /** What it has made and not removed yet. */
  readonly remaining?: Remaining;
}

/** A run was ended before its time: `message` says by what. */
export class InterruptedError extends ScenarioError {
  override readonly name = "InterruptedError";
}

/**
 * Ends the playing of a scenario: at its next step, and in the middle of a wait. A call that is on its way is awaited, for
 * what it creates has to be known. The clean-up is not ended.
 */
export class Interruption {
  readonly #stop = new AbortController();
  #signal: AbortSignal | undefined;

  /** `signal`: from outside. */
  constructor(signal?: AbortSignal) {
    this.#signal = signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal]);
  }

  /** For what can be broken off. */
  get signal(): AbortSignal | undefined {
    return this.#signal;
  }

  /** Throws an `InterruptedError` where it has come. */
  check(): void {
    if (this.#signal?.aborted !== true) return;
    const { reason } = this.#signal;
    throw reason instanceof InterruptedError ? reason : new InterruptedError(String(reason?.message ?? reason));
  }

  /** What `work` comes to; where that is its end by the signal, an `InterruptedError`. */
  async end<Result>(work: Promise<Result>): Promise<Result> {
    try {
      return await work;
    } finally {
      this.check();
    }
  }

  /** Ends what goes on beside something that has failed. */
  stop(): void {
    this.#stop.abort(new InterruptedError("the scenario was over before"));
  }

  /** Nothing is ended from now on. */
  lift(): void {
    this.#signal = undefined;
  }
}

/**
 * Of something that ended with an error: what was interrupted says nothing, nor does what the target itself could not do;
 * everything else has failed.
 */
export function verdictOf(error: unknown): Verdict {
  if (error instanceof InterruptedError || error instanceof TargetFailure)
    return { kind: "inconclusive", because: error.message };
  return { kind: "failed", failure: failureOf(error) };
}
