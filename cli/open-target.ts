import type { Target } from "../harness/target.ts";
import { TargetError } from "../harness/target-error.ts";
import { targetNames, targetOpener } from "../harness/targets/index.ts";
import { didYouMean } from "./nearest.ts";
import type { Streams } from "./program.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Opens the target, uses it and ends it, also where SIGINT or SIGTERM ends the process before. Rejects with a `UsageError`
 * where there is no such target or it cannot be had.
 */
export async function withTarget<Result>(
  name: string,
  { stderr }: Streams,
  use: (target: Target) => Promise<Result>,
): Promise<Result> {
  const open = targetOpener(name);
  if (open === undefined)
    throw new UsageError(`unknown target \`${name}\`: ${didYouMean(name, [...targetNames, "the URL of an endpoint"])}`);
  try {
    await using target = await open({ onProgress: (message) => stderr.write(`crosscheck: ${message}\n`) });
    using _signals = endOnSignal(target);
    return await use(target);
  } catch (error) {
    throw error instanceof TargetError ? new UsageError(error.message) : error;
  }
}

/** Exit codes as a shell has them. */
const signals = { SIGINT: 130, SIGTERM: 143 };

function endOnSignal(target: Target): Disposable {
  const listeners = Object.entries(signals).map(([signal, exitCode]) => {
    const end = async () => {
      try {
        await target[Symbol.asyncDispose]();
      } finally {
        process.exit(exitCode);
      }
    };
    process.once(signal, end);
    return () => void process.off(signal, end);
  });
  return {
    [Symbol.dispose]() {
      for (const remove of listeners) remove();
    },
  };
}
