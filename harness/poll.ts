import pRetry from "p-retry";
import type { Context } from "./context.ts";
import { ScenarioError } from "./scenario-error.ts";

/** How time passes where something is awaited. */
export interface Waiting extends Pick<Context, "wait"> {
  readonly sandbox: Pick<Context["sandbox"], "time">;
}

export interface PollSettings<Seen> {
  /** Ends the sentence "waited 60 s for …". */
  readonly awaited: string;
  /** Of the target's time. */
  readonly withinSeconds: number;
  /** What was awaited, or `notYet(…)` with what there is instead. An error ends the waiting at once. */
  readonly look: () => Promise<Seen | NotYet>;
  /** Wait so long between two looks, instead of at widening intervals. */
  readonly everySeconds?: number;
  /** What helps to understand a timeout, asked for when it has happened. */
  readonly explain?: () => Promise<readonly string[]>;
}

/** First wait between two looks, and how it widens: a look costs a call, and what takes long is not seen sooner. */
const firstWaitMs = 1_000;
const widening = 1.5;
const longestWaitMs = 15_000;

/** The last thing seen of something that is still awaited. An error, for p-retry retries on errors. */
class NotYet extends Error {
  override readonly name = "NotYet";
}

export function notYet(lastSeen: string): NotYet {
  return new NotYet(lastSeen);
}

/**
 * Looks until it sees what is awaited, at widening intervals of the target's time. Rejects with a `ScenarioError` when
 * the time is over; its message has what was awaited, for how long, the last thing seen, and the explanation.
 */
export async function poll<Seen>(context: Waiting, settings: PollSettings<Seen>): Promise<Seen> {
  const { time } = context.sandbox;
  const startedAt = time.now();
  const deadline = startedAt + settings.withinSeconds * 1000;
  const everyMs = settings.everySeconds === undefined ? undefined : settings.everySeconds * 1000;
  let waitMs = everyMs ?? firstWaitMs;
  let looks = 0;
  let lookedAt = startedAt;
  return pRetry(
    async () => {
      looks++;
      lookedAt = time.now();
      const look = await settings.look();
      if (look instanceof NotYet) throw look;
      return look;
    },
    {
      retries: Number.POSITIVE_INFINITY,
      // The waiting is the target's affair.
      minTimeout: 0,
      onFailedAttempt: async ({ error }) => {
        if (!(error instanceof NotYet)) throw error;
        // A look that takes long, for it is throttled, is not the last one.
        if (lookedAt >= deadline) {
          throw new ScenarioError(`waited ${settings.withinSeconds} s for ${settings.awaited}, in vain`, [
            `last seen: ${error.message} (${looks} looks)`,
            ...((await settings.explain?.()) ?? []),
          ]);
        }
        await context.wait(Math.min(waitMs, Math.max(0, deadline - time.now())));
        waitMs = everyMs ?? Math.min(waitMs * widening, longestWaitMs);
      },
    },
  );
}
