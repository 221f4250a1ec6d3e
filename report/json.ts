import type { RunResult } from "../harness/result.ts";

export const runFormat = "firehose-crosscheck/run/1";

/** The run as it is, for other programs. `format` rises with a change that they would have to know of. */
export function jsonReport(run: RunResult): string {
  return `${JSON.stringify({ format: runFormat, ...run }, undefined, 2)}\n`;
}
