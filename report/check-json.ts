import type { CheckResult } from "../check/result.ts";

/** The result as it is, for other programs. `format` rises with a change that they would have to know of. */
export function checkJson(result: CheckResult): string {
  return `${JSON.stringify({ format: "firehose-crosscheck/check/1", ...result }, undefined, 2)}\n`;
}
