import type { Finding } from "../result.ts";
import { isAwsError } from "../scenario-error.ts";
import { fails, holds, notMeasured } from "./control.ts";

/** AWS's codes for a caller that lacks a permission. */
export const accessDenied = ["AccessDenied", "AccessDeniedException"];

/**
 * Holds where the call is refused with one of these codes of AWS's. Another error proves nothing: a target that lacks the
 * operation refuses it, too. `observed` says what it means that the call is accepted.
 */
export async function mustBeRefused(
  call: Promise<unknown>,
  codes: readonly string[],
  observed: string,
): Promise<Finding> {
  try {
    await call;
  } catch (error) {
    if (!isAwsError(error)) throw error;
    if (codes.includes(error.name)) return holds;
    return notMeasured(`refused with ${error.name} where AWS says ${codes[0]}: ${error.message}`);
  }
  return fails(observed);
}
