import { didYouMean } from "../harness/nearest.ts";
import type { Target } from "../harness/target.ts";
import { TargetError } from "../harness/target-error.ts";
import { type OpenTargetSettings, targetNames, targetOpener } from "../harness/targets/index.ts";
import { tell } from "./inert.ts";
import { Interrupt, Interrupted } from "./interrupt.ts";
import type { Streams } from "./streams.ts";
import { UsageError } from "./usage-error.ts";

export interface WithTargetSettings extends Omit<OpenTargetSettings, "onProgress"> {
  /** How long it may be used; the target's own unless given. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Opens the target, uses it and ends it. SIGINT, SIGTERM and a run's time interrupt the opening, which leaves nothing, and
 * `use`, which has to remove then what it made and to end. Rejects with a `UsageError` where there is no such target or it cannot be had.
 */
export async function withTarget<Result>(
  name: string,
  { stderr }: Streams,
  use: (target: Target, interrupt: Interrupt) => Promise<Result>,
  { timeoutMs, ...settings }: WithTargetSettings = {},
): Promise<Result> {
  const open = targetOpener(name);
  if (open === undefined)
    throw new UsageError(`unknown target \`${name}\`: ${didYouMean(name, [...targetNames, "the URL of an endpoint"])}`);
  using interrupt = new Interrupt({ stderr, timeoutMs });
  try {
    const onProgress = (message: string) => tell(stderr, message);
    await using target = await open({ ...settings, onProgress, signal: interrupt.signal });
    interrupt.complete(target);
    const result = await use(target, interrupt);
    interrupt.tellRemaining();
    return result;
  } catch (error) {
    if (error === interrupt.signal.reason && interrupt.exitCode !== undefined)
      throw new Interrupted(interrupt.exitCode);
    throw error instanceof TargetError ? new UsageError(error.message) : error;
  }
}
