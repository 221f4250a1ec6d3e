import { CheckFailed } from "../check/replay/check-failed.ts";
import { UsageError } from "./usage-error.ts";

/** Without an answer there is no verdict: one sentence and exit code 2. Rejects with a `UsageError` then. */
export async function orNoVerdict<Result>(work: () => Promise<Result>): Promise<Result> {
  const problem = "the check itself failed, and says nothing of the configuration";
  try {
    return await work();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (error instanceof CheckFailed) throw new UsageError(`${problem}: ${error.message}; try again`, { cause: error });
    throw fault(problem, error);
  }
}

/** What nobody expected is a fault of this program, and told in one sentence too. */
export function fault(problem: string, error: unknown): UsageError {
  const { name, message } = error as Error;
  return new UsageError(`${problem}: ${name}: ${message}; this is a fault of crosscheck: report it with the input`, {
    cause: error,
  });
}
