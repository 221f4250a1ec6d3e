import { isThrottlingError } from "@smithy/core/retry";
import pRetry from "p-retry";
import type { ClientPlugin, TargetTime } from "../../target.ts";

export interface ThrottlingSettings {
  readonly time: TargetTime;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** Beside the attempts of the SDK each time: after them a call was throttled for some five minutes. */
const retries = 12;
const firstWaitMs = 1_000;
const longestWaitMs = 30_000;

/**
 * Makes a call again that is throttled still when the SDK gives up, at widening intervals of the target's time, a part of
 * each by chance: a run has more scenarios than one, which must not all come again at the same moment.
 */
export function throttlingPlugin({ time, random }: ThrottlingSettings): ClientPlugin {
  return {
    applyToStack(stack) {
      stack.add(
        (next) => (args) =>
          pRetry(() => next(args), {
            retries,
            // The waiting is the target's affair.
            minTimeout: 0,
            shouldRetry: ({ error }) => isTooFast(error),
            onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
              if (!isTooFast(error) || retriesLeft === 0) return;
              const longestMs = Math.min(longestWaitMs, firstWaitMs * 2 ** attemptNumber);
              await time.wait(longestMs * (0.5 + random() / 2));
            },
          }),
        // Given twice, by an account and by who uses it, it must not multiply the attempts.
        { step: "initialize", priority: "low", name: "throttling", override: true },
      );
    },
  };
}

/** Firehose and S3 say it with 503. */
function isTooFast(error: Error): boolean {
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return isThrottlingError(error as Parameters<typeof isThrottlingError>[0]) || $metadata?.httpStatusCode === 503;
}
