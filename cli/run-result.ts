import type { RunResult } from "../harness/result.ts";

/** 1 where a scenario failed, or was inconclusive and `strict` is set; else 0. */
export function exitCodeOf({ counts }: RunResult, { strict = false }: { readonly strict?: boolean }): number {
  return counts.failed > 0 || (strict && counts.inconclusive > 0) ? 1 : 0;
}
