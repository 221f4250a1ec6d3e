import type { Configuration } from "./configuration.ts";
import { locationOf } from "./locate.ts";
import { patchesFor } from "./repair/patch.ts";
import { findRepair } from "./repair/search.ts";
import { type Replay, replay } from "./replay/replay.ts";
import type { CheckResult, ReportedCause, ReportedRepair } from "./result.ts";
import { type Cause, type Outcome, outcomeOf } from "./verdict.ts";

/**
 * Plays the configuration over the wire and tells what came of it; where it is broken, looks for the smallest change that
 * repairs it and plays that over the wire too, before it is shown. `played`: the replay, where it is had already.
 */
export async function check(configuration: Configuration, played?: Replay): Promise<CheckResult> {
  const outcome = outcomeOf(configuration, played ?? (await replay(configuration)));
  const { kind: verdict, summary, cause, ...told } = outcome;
  const { accountA, accountB, bucket, deliveryStream } = configuration;
  const repair = verdict === "broken" ? await repairOf(configuration, outcome) : undefined;
  return {
    subject: {
      deliveryStream: deliveryStream.name,
      bucket: bucket.name,
      accountA: accountA.id,
      accountB: accountB.id,
      source: deliveryStream.source,
    },
    verdict,
    summary,
    ...told,
    ...(cause !== undefined && { cause: located(configuration, outcome, cause) }),
    ...(repair !== undefined && { repair }),
  };
}

async function repairOf(configuration: Configuration, outcome: Outcome): Promise<ReportedRepair | undefined> {
  const found = await findRepair(configuration, outcome);
  if (found === undefined) return undefined;
  const repaired = outcomeOf(found.configuration, await replay(found.configuration));
  // What could only break it further is told beside the repair.
  if (repaired.kind === "broken" || repaired.cause !== undefined) return undefined;
  return { steps: found.changes.map(({ text }) => text), patches: patchesFor(configuration, found.changes) };
}

function located(configuration: Configuration, { refused }: Outcome, { denied: _, ...cause }: Cause): ReportedCause {
  const grounds = cause.grounds.map((ground) => {
    const source = locationOf(configuration, ground);
    return { ...ground, ...(source !== undefined && { source }) };
  });
  const atCall = cause.kind === "set-up-refused" ? refused[0]?.source : undefined;
  const { source = atCall ?? configuration.deliveryStream.source } = grounds.find((each) => each.source) ?? {};
  return { ...cause, grounds, source };
}
