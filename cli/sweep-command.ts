import { isClean, outcomeLine, outcomeSummary } from "../harness/sweep/outcome.ts";
import { TargetError } from "../harness/target-error.ts";
import { sweepAws } from "../harness/targets/aws/sweep.ts";
import { oneLine } from "../report/printable.ts";
import type { Streams } from "./streams.ts";
import { UsageError } from "./usage-error.ts";

export interface SweepOptions {
  readonly run?: string;
  readonly plan?: boolean;
  readonly config?: string;
}

/**
 * Removes and says what, and what it left and why. Can be ended at any moment and run again. Exit code: 1 where something
 * was left that a person has to look at, else 0.
 */
export async function sweepCommand({ run, plan, config }: SweepOptions, { stdout }: Streams): Promise<number> {
  if (run !== undefined && !/^[a-z0-9]{10}$/.test(run)) {
    throw new UsageError(`--run takes a run's id, 10 lower-case letters and digits, got \`${run}\``);
  }
  try {
    const outcomes = await sweepAws({
      ...{ run, isPlan: plan, configFile: config },
      onOutcome: (outcome) => stdout.write(`${oneLine(outcomeLine(outcome))}\n`),
    });
    stdout.write(`${outcomeSummary(outcomes)}\n`);
    return isClean(outcomes) ? 0 : 1;
  } catch (error) {
    throw error instanceof TargetError ? new UsageError(error.message) : error;
  }
}
