import pRetry from "p-retry";
import type { Context } from "./context.ts";
import type { Wait } from "./result.ts";
import { ScenarioError } from "./scenario-error.ts";

/** How time passes where something is awaited, and who is told of it. */
export interface Waiting extends Pick<Context, "wait"> {
  readonly sandbox: Pick<Context["sandbox"], "time" | "random">;
  readonly recorder?: Pick<Context["recorder"], "waiting">;
}

export interface PollSettings<Seen> {
  /** Ends the sentence "timed out after 60 s waiting for …". */
  readonly awaited: string;
  /** Of the target's time. */
  readonly withinSeconds: number;
  /** What was awaited, or `notYet(…)` with what there is instead. An error ends the waiting at once. */
  readonly look: () => Promise<Seen | NotYet>;
  /** Wait so long between two looks, instead of at widening intervals. */
  readonly everySeconds?: number;
  /** When it can have happened at the earliest, milliseconds since the epoch of the target's time: no look before. */
  readonly notBeforeMs?: number | undefined;
  /** What went wrong so far, for whoever watches; asked for now and then, for it costs a call. */
  readonly lastError?: () => Promise<string | undefined>;
  /** What helps to understand a timeout, asked for when it has happened. */
  readonly explain?: () => Promise<readonly string[]>;
}

/** First wait between two looks, and how it widens: a look costs a call, and what takes long is not seen sooner. */
const firstWaitMs = 1_000;
const widening = 1.5;
const longestWaitMs = 15_000;

/** How much longer, at most, a wait gets by chance; never shorter, for a second is the least between two lists. */
const jitter = 0.5;

/** The least between two questions for errors. */
const errorsEveryMs = 30_000;

/** The last thing seen of something that is still awaited. An error, for p-retry retries on errors. */
class NotYet extends Error {
  override readonly name = "NotYet";
}

/** What was awaited has not come. */
export class WaitTimeout extends ScenarioError {
  override readonly name = "WaitTimeout";
}

export function notYet(lastSeen: string): NotYet {
  return new NotYet(lastSeen);
}

/**
 * Looks until it sees what is awaited, from when that is possible and at widening intervals of the target's time. Rejects
 * with a `WaitTimeout` when the time is over; its message has what was awaited, for how long, the last thing seen, and
 * the explanation.
 */
export async function poll<Seen>(waiting: Waiting, settings: PollSettings<Seen>): Promise<Seen> {
  const { time, random } = waiting.sandbox;
  const { awaited, withinSeconds, everySeconds, notBeforeMs } = settings;
  const startedAt = time.now();
  const deadline = startedAt + withinSeconds * 1000;
  const tell = (seen: Pick<Wait, "lastSeen" | "lastError">) =>
    waiting.recorder?.waiting({
      awaited,
      elapsedMs: time.now() - startedAt,
      deadlineMs: deadline - startedAt,
      ...(notBeforeMs !== undefined && { expectedMs: Math.max(0, notBeforeMs - startedAt) }),
      ...seen,
    });
  const lastError = nowAndThen(time, settings.lastError);
  let waitMs = firstWaitMs;
  let looks = 0;
  let lookedAt = startedAt;

  const earliest = Math.min(notBeforeMs ?? startedAt, deadline);
  if (earliest > startedAt) {
    tell({});
    await waiting.wait(earliest - startedAt);
  }
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
          throw new WaitTimeout(`timed out after ${withinSeconds} s waiting for ${awaited}`, [
            `last seen: ${error.message} (${looks} ${looks === 1 ? "look" : "looks"})`,
            ...((await settings.explain?.()) ?? []),
          ]);
        }
        const told = await lastError();
        tell({ lastSeen: error.message, ...(told !== undefined && { lastError: told }) });
        const nextMs = everySeconds === undefined ? waitMs * (1 + jitter * (random?.() ?? 0)) : everySeconds * 1000;
        await waiting.wait(Math.min(nextMs, Math.max(0, deadline - time.now())));
        waitMs = Math.min(waitMs * widening, longestWaitMs);
      },
    },
  );
}

/** What `ask` answered last; asked anew when a while has passed. That it cannot be had ends no wait. */
function nowAndThen(
  time: Waiting["sandbox"]["time"],
  ask: (() => Promise<string | undefined>) | undefined,
): () => Promise<string | undefined> {
  let answer: string | undefined;
  let nextMs = Number.NEGATIVE_INFINITY;
  return async () => {
    if (ask === undefined || time.now() < nextMs) return answer;
    nextMs = time.now() + errorsEveryMs;
    answer = await ask().catch(() => answer);
    return answer;
  };
}
