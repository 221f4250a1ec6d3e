import type { CheckResult } from "../check/result.ts";

/** Without what is well and what is beside the point: the verdict, the cause and the repair, what the verdict rests on. */
export function quietly(result: CheckResult): CheckResult {
  const { verdict, notChecked, baseline } = result;
  return {
    ...result,
    object: undefined,
    failures: [],
    warnings: [],
    refused: [],
    notChecked: verdict === "inconclusive" ? notChecked.filter(({ couldMatter }) => couldMatter) : [],
    matrix: undefined,
    baseline: baseline?.differences === undefined ? undefined : baseline,
  };
}
