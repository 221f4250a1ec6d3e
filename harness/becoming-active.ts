import { notYet, poll, type Waiting, WaitTimeout } from "./poll.ts";
import { ScenarioError } from "./scenario-error.ts";
import { TargetFailure } from "./target-failure.ts";

/** What a service says of something that it is making. */
export interface StatusSeen {
  /** `CREATING` */
  readonly status: string | undefined;
  /** Why it failed, where the service says so: a type of its own, and words. */
  readonly failure?: { readonly type?: string | undefined; readonly details?: string | undefined } | undefined;
}

/** Statuses from which nothing becomes ACTIVE any more. */
const over = /^(?:CREATING_FAILED|CREATE_FAILED|UPDATE_FAILED|DELETING|DELETING_FAILED|DELETED|SUSPENDED)$/;

/**
 * Failures of a delivery stream that lie in what it was given: its keys, and the network of a destination in a VPC.
 * Source: Firehose API Reference, FailureDescription, Type.
 */
const ofTheConfiguration = /KMS|GRANT|ENI|SUBNET|SECURITY_GROUP/;

/**
 * Waits for ACTIVE, and no longer once that cannot be any more. Rejects with a `ScenarioError` where the reason lies in
 * what was asked for, and with a `TargetFailure` where the target could not make it. `what`: `delivery stream deliver`.
 */
export async function untilActive<Seen extends StatusSeen>(
  waiting: Waiting,
  what: string,
  {
    withinSeconds,
    everySeconds,
    look,
  }: {
    readonly withinSeconds: number;
    readonly everySeconds?: number;
    readonly look: () => Promise<Seen>;
  },
): Promise<Seen> {
  try {
    return await poll(waiting, {
      awaited: `${what} to become ACTIVE`,
      withinSeconds,
      ...(everySeconds !== undefined && { everySeconds }),
      look: async () => {
        const seen = await look();
        if (seen.status === "ACTIVE") return seen;
        if (seen.status !== undefined && over.test(seen.status)) throw failureOf(what, seen);
        return notYet(`status ${seen.status}`);
      },
    });
  } catch (error) {
    if (error instanceof WaitTimeout) throw new TargetFailure(`the target could not create ${what}: ${error.short}`);
    throw error;
  }
}

function failureOf(what: string, { status, failure }: StatusSeen): ScenarioError {
  const reason = [failure?.type, failure?.details].filter((each) => each !== undefined).join(": ");
  const said = reason === "" ? `it is ${status}, and the service says no reason` : `it is ${status}: ${reason}`;
  return failure?.type !== undefined && ofTheConfiguration.test(failure.type)
    ? new ScenarioError(`${what} cannot be created: ${said}`)
    : new TargetFailure(`the target could not create ${what}: ${said}`);
}
