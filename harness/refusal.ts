import { isAwsError, ScenarioError } from "./scenario-error.ts";

/** How AWS refused a call. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  /** HTTP status. */
  readonly status: number | undefined;
}

/** The refusal of a call that must be refused. Rejects with a `ScenarioError` where it was accepted. */
export async function refusalOf(what: string, call: Promise<unknown>): Promise<Refusal> {
  try {
    await call;
  } catch (error) {
    if (!isAwsError(error)) throw error;
    return { code: error.name, message: error.message, status: error.$metadata.httpStatusCode };
  }
  throw new ScenarioError(`${what} was accepted where AWS refuses it`);
}
