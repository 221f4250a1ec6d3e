import { CheckFailed } from "../check/replay/check-failed.ts";
import { UsageError } from "./usage-error.ts";

/** Without an answer there is no verdict: one sentence and exit code 2. Rejects with a `UsageError` then. */
export async function orNoVerdict<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CheckFailed)) throw error;
    throw new UsageError(`the check itself failed, and says nothing of the configuration: ${error.message}; try again`);
  }
}
