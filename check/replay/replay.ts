import type { DecisionRecord, DeliveryRecord } from "../../emulator/index.ts";
import { isOneAccount } from "../accounts.ts";
import type { Playable } from "../unknown/world.ts";
import { createDeliveryStream, putRecord } from "./delivery.ts";
import { CallRefused, type RefusedCall } from "./hands.ts";
import { type ObservedObject, observeObjects } from "./observe.ts";
import { untilActiveMs } from "./set-up.ts";
import { openStage, type StageSettings, unnamed } from "./stage.ts";

/** What came of a configuration when it was tried. */
export interface Replay {
  /** Calls of the set-up that AWS refuses, in their order; CreateDeliveryStream, where it is among them, ends the replay. */
  readonly refused: readonly RefusedCall[];
  readonly deliveryStreamArn?: string;
  /** What was put, and should arrive. */
  readonly data: string;
  /** What is in the bucket of account B at the end. */
  readonly objects: readonly ObservedObject[];
  /** Every attempt to deliver or to read the source, in order. */
  readonly attempts: readonly DeliveryRecord[];
  /** Every question that policies were asked since everything stood, by AWS's services on behalf of the flow. */
  readonly decisions: readonly DecisionRecord[];
  readonly canonicalUserIds: { readonly A: string; readonly B: string };
}

export interface ReplaySettings extends StageSettings {
  /** What is put into the source; `This is a pen` unless given. */
  readonly data?: string;
}

/** Of the objects that Firehose says it has written. */
export function deliveredKeys(attempts: readonly DeliveryRecord[]): readonly string[] {
  return attempts.flatMap(({ outcome, key }) => (outcome === "delivered" && key !== undefined ? [key] : []));
}

/** After an interval's end the delivery itself, and what is read from the source a second later. */
const marginMs = 10_000;

/** What has not arrived after the first delivery and this many intervals more does not arrive. */
const intervals = 2;

/**
 * Creates both accounts as they are described in an embedded AWS of their own, puts a record, lets the buffering interval
 * pass and looks into the bucket. Never rejects on what AWS refuses: that is the answer.
 */
export async function replay(configuration: Playable, settings: ReplaySettings = {}): Promise<Replay> {
  const { data = "This is a pen", step = unnamed } = settings;
  const { accountB, bucket, deliveryStream } = configuration;
  const [ofA, ofB] = isOneAccount(configuration) ? ["the account", "the account"] : ["account A", "account B"];
  await using stage = await openStage(configuration, settings);
  const { aws, refused, canonicalUserIds } = stage;
  const decisions: DecisionRecord[] = [];
  const ended = { refused, data, objects: [], attempts: [], decisions, canonicalUserIds };

  aws.decisions.subscribe((record) => decisions.push(record));
  let deliveryStreamArn: string | undefined;
  try {
    deliveryStreamArn = await step(`${ofA} creates the delivery stream`, async () => {
      const arn = await createDeliveryStream(stage, configuration);
      await aws.clock.advance(untilActiveMs);
      return arn;
    });
    await step(`${ofA} puts a record`, () => putRecord(stage, configuration, data));
  } catch (error) {
    if (!(error instanceof CallRefused)) throw error;
    return { ...ended, refused: [...refused, { ...error.refusal, source: configuration.deliveryStream.source }] };
  }
  const attemptsSoFar = () => aws.deliveries.of(deliveryStreamArn ?? "");
  const intervalMs = (deliveryStream.destination.BufferingHints?.IntervalInSeconds ?? 300) * 1000 + marginMs;
  await step("the buffering interval passes, and Firehose delivers", async () => {
    for (let at = 0; at < intervals && !attemptsSoFar().some(({ outcome }) => outcome === "delivered"); at++) {
      await aws.clock.advance(intervalMs);
    }
  });
  const attempts = attemptsSoFar();
  const objects = await step(`${ofB} looks into its bucket`, () =>
    observeObjects(stage.handsOf(accountB.id, accountB.region), bucket.name, deliveredKeys(attempts)),
  );
  return { ...ended, deliveryStreamArn, objects, attempts };
}
