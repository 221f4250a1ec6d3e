import type { AccountClients } from "../clients.ts";
import type { Context, Owner } from "../context.ts";
import { notYet, poll, type Waiting } from "../poll.ts";
import { isAwsError } from "../scenario-error.ts";

/** Where something is removed, and how time passes there. */
export interface RemovalSite {
  readonly accountId: string;
  readonly region: string;
  readonly clients: AccountClients;
  readonly waiting: Waiting;
}

export function siteOf(context: Context, { id, region, clients }: Owner): RemovalSite {
  return { accountId: id, region, clients, waiting: context };
}

/**
 * Removes one thing with everything in it and is content where there is none, so that it can be done again after it was
 * cut off anywhere. The call that deletes is made in any case: its answer is what the journal goes by. Rejects where AWS
 * does not let it be removed.
 */
export type Remove = (site: RemovalSite, name: string) => Promise<void>;

/** Lets a removal pass where AWS says that there is none: one of `codes`. */
export async function unlessGone(codes: readonly string[], removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!(error instanceof Error && codes.includes(error.name))) throw error;
  }
}

export interface InUse {
  /** How AWS says that it cannot be removed yet. */
  readonly codes: readonly string[];
  /** Of the target's time; the refusal stands when it is over. */
  readonly withinSeconds: number;
}

/** Tries a removal again while something that ends by itself is in its way. */
export async function onceFree({ waiting }: RemovalSite, inUse: InUse, removal: () => Promise<unknown>): Promise<void> {
  const { time } = waiting.sandbox;
  const deadline = time.now() + inUse.withinSeconds * 1000;
  await poll(waiting, {
    awaited: "it to be free",
    withinSeconds: inUse.withinSeconds,
    look: async () => {
      const calledAtMs = time.now();
      try {
        await removal();
      } catch (error) {
        // The last refusal says more than that time is over.
        if (calledAtMs >= deadline || !isAwsError(error) || !inUse.codes.includes(error.name)) throw error;
        return notYet(error.message);
      }
      return undefined;
    },
  });
}
