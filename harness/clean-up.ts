import pRetry from "p-retry";
import { Remaining } from "./remaining.ts";
import type { Failure } from "./result.ts";
import { failureOf, isAwsError } from "./scenario-error.ts";

interface Made {
  readonly what: string;
  readonly remove: () => Promise<void>;
  readonly gone: () => void;
}

/** Beside the SDK's own: what is left behind costs more than a few calls. */
const retries = 3;

/** AWS did not say that it cannot be done. */
function isUnanswered({ error }: { readonly error: Error }): boolean {
  return isAwsError(error) && (error.$metadata.httpStatusCode ?? 500) >= 500;
}

/** Remembers what was made and removes it in reverse order. */
export class CleanUp {
  readonly #made: Made[] = [];
  readonly #remaining: Remaining;

  /** `remaining`: of the whole run. */
  constructor(remaining: Remaining = new Remaining()) {
    this.#remaining = remaining;
  }

  /**
   * To be called before the call that creates `what`: a creation whose answer got lost is removed as well. `remove` must
   * be content where there is nothing to remove.
   */
  register(what: string, remove: () => Promise<void>): void {
    this.#made.push({ what, remove, gone: this.#remaining.add(what) });
  }

  /** Removes everything, the last first; goes on after a failure and answers every one. A second call finds nothing. */
  async run(step: (title: string, work: () => Promise<void>) => Promise<void>): Promise<readonly Failure[]> {
    const failures: Failure[] = [];
    for (let made = this.#made.pop(); made !== undefined; made = this.#made.pop()) {
      const { what, remove, gone } = made;
      try {
        await step(`remove ${what}`, () => pRetry(remove, { retries, minTimeout: 0, shouldRetry: isUnanswered }));
        gone();
      } catch (error) {
        const failure = failureOf(error);
        failures.push({ ...failure, short: `${what} is left behind: ${failure.short}` });
      }
    }
    return failures;
  }
}
