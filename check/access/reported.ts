import type { Configuration } from "../configuration.ts";
import { actorText } from "../mutate/purpose.ts";
import { createDeliveryStream, putRecord } from "../replay/delivery.ts";
import { CallRefused, type RefusedCall } from "../replay/hands.ts";
import { observeObjects } from "../replay/observe.ts";
import { playOf } from "../replay/play/play.ts";
import { deliveredKeys } from "../replay/replay.ts";
import { untilActiveMs } from "../replay/set-up.ts";
import { openStage } from "../replay/stage.ts";
import { wholeWorldOf } from "../unknown/judge.ts";
import { asPlayed, asWritten, inWords, type Playable } from "../unknown/world.ts";
import { type Ability, accessOn, accessReason } from "./access.ts";
import { thirdAccount } from "./actors.ts";

/** Who can do what with a delivered object, as plain data. */
export interface ReportedAccess {
  /** Its key. */
  readonly object: string;
  readonly entries: readonly ReportedEntry[];
}

export interface ReportedEntry {
  readonly who: string;
  readonly ability: Ability;
  readonly isAllowed: boolean;
  /** Several lines. */
  readonly why: string;
}

/** What was delivered where nothing is: there is no object to reach. */
export interface NothingDelivered {
  readonly kind: "nothing-delivered";
  readonly refused?: RefusedCall;
}

/** Delivers a record as the configuration has it and asks for everybody. */
export async function reportedAccess(given: Configuration): Promise<ReportedAccess | NothingDelivered> {
  const world = wholeWorldOf(given);
  return inWords(world.configuration, asWritten(world, await accessIn(asPlayed(world))));
}

async function accessIn(given: Playable): Promise<ReportedAccess | NothingDelivered> {
  const { configuration, record, refusal } = await playOf(given);
  await using stage = await openStage(configuration, { by: "direct", strangers: [thirdAccount] });
  let deliveryStreamArn = "";
  try {
    ({ arn: deliveryStreamArn } = await createDeliveryStream(stage, configuration, refusal));
    await stage.aws.clock.advance(untilActiveMs);
    await putRecord(stage, configuration, record.data);
  } catch (error) {
    if (error instanceof CallRefused) return { kind: "nothing-delivered", refused: error.refusal };
    throw error;
  }
  const { accountB, bucket, deliveryStream } = configuration;
  const intervalMs = (deliveryStream.destination.BufferingHints?.IntervalInSeconds ?? 300) * 1000;
  await stage.aws.clock.advance(2 * intervalMs + untilActiveMs);
  const written = deliveredKeys(stage.aws.deliveries.of(deliveryStreamArn));
  const [object] = await observeObjects(stage.handsOf(accountB.id, accountB.region), bucket.name, written);
  if (object === undefined) return { kind: "nothing-delivered" };
  const access = await accessOn(stage, configuration, object.key);
  return {
    object: object.key,
    entries: access.map((each) => ({
      who: actorText(each.actor),
      ability: each.ability,
      isAllowed: each.isAllowed,
      why: accessReason(each, configuration),
    })),
  };
}
