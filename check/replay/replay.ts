import type { DecisionRecord } from "../../emulator/index.ts";
import { isOneAccount } from "../accounts.ts";
import type { Playable } from "../unknown/world.ts";
import { type Created, createDeliveryStream, putRecord } from "./delivery.ts";
import { CallRefused } from "./hands.ts";
import { observeObjects } from "./observe.ts";
import { playOf } from "./play/play.ts";
import { deliveredKeys, type Replay } from "./result.ts";
import { untilActiveMs } from "./set-up.ts";
import { openStage, type StageSettings, unnamed } from "./stage.ts";
import { failRecords, judgedOf, unplayed, untilWritten } from "./writes.ts";

/**
 * Creates both accounts as they are described in an embedded AWS of their own, puts a record, lets the buffering interval
 * pass and looks into the bucket; where records may fail in their processing, lets one fail afterwards. Never rejects on
 * what AWS refuses: that is the answer.
 */
export async function replay(given: Playable, settings: StageSettings = {}): Promise<Replay> {
  const { step = unnamed } = settings;
  const play = await playOf(given);
  const { configuration, record } = play;
  const { accountB, bucket } = configuration;
  const [ofA, ofB] = isOneAccount(configuration) ? ["the account", "the account"] : ["account A", "account B"];
  await using stage = await openStage(configuration, settings);
  const { aws, canonicalUserIds } = stage;
  const decisions: DecisionRecord[] = [];
  const begun: Replay = { ...unplayed(play), refused: stage.refused, decisions, canonicalUserIds };

  aws.decisions.subscribe((decision) => decisions.push(decision));
  let created: Created = { arn: "", leftOut: [] };
  let judged: Pick<Replay, "needs" | "logs"> = begun;
  try {
    await step(`${ofA} creates the delivery stream`, async () => {
      created = await createDeliveryStream(stage, configuration, play.refusal);
      await aws.clock.advance(untilActiveMs);
    });
    judged = await judgedOf(aws, created.arn, play);
    await step(`${ofA} puts a record`, () => putRecord(stage, configuration, record.data));
  } catch (error) {
    if (!(error instanceof CallRefused)) throw error;
    return { ...begun, refused: [...stage.refused, { ...error.refusal, source: configuration.deliveryStream.source }] };
  }
  const { arn: deliveryStreamArn } = created;
  const leftOut = [...play.leftOut, ...created.leftOut];
  await step("the buffering interval passes, and Firehose delivers", () => untilWritten(aws, deliveryStreamArn, play));
  if (play.failures.length > 0) {
    await step("a record fails in its processing", () => failRecords(aws, deliveryStreamArn, play));
  }
  const attempts = aws.deliveries.of(deliveryStreamArn);
  const objects = await step(`${ofB} looks into its bucket`, () =>
    observeObjects(stage.handsOf(accountB.id, accountB.region), bucket.name, deliveredKeys(attempts)),
  );
  return { ...begun, ...judged, refused: stage.refused, leftOut, deliveryStreamArn, objects, attempts };
}
