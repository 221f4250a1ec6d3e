import { type BufferingHints, UpdateDestinationCommand } from "@aws-sdk/client-firehose";
import { DeleteBucketPolicyCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { bucketArn, type DecisionRecord } from "../../emulator/index.ts";
import type { Configuration } from "../configuration.ts";
import { type Created, createDeliveryStream, putRecord } from "../replay/delivery.ts";
import { CallRefused, type RefusedCall } from "../replay/hands.ts";
import { observeObjects } from "../replay/observe.ts";
import { isConverting } from "../replay/play/needs.ts";
import { isPartitioned, type Play, playOf } from "../replay/play/play.ts";
import { deliveredKeys, type Replay } from "../replay/result.ts";
import { untilActiveMs } from "../replay/set-up.ts";
import { openStage, type Stage } from "../replay/stage.ts";
import { failRecords, judgedOf, unplayed, untilWritten } from "../replay/writes.ts";
import { wholeWorldOf } from "../unknown/judge.ts";
import { asPlayed } from "../unknown/world.ts";
import { outcomeOf, type WorldOutcome } from "../verdict.ts";

/** What a configuration does on every path: a whole object, an upload in parts, one that is interrupted and tried again. */
export interface Behaviour {
  /** Of the first record, which is written as a whole where the interval lets it. */
  readonly outcome: WorldOutcome;
  /** Whether a later record arrives in parts, after an upload that was interrupted. */
  readonly survivesInterruption: boolean;
  /** What AWS refuses of the set-up: it is not in force. */
  readonly refused: readonly RefusedCall[];
  /** Actions that Firehose needed on any path, sorted. */
  readonly asked: readonly string[];
  /** Those that were denied to it, sorted. */
  readonly denied: readonly string[];
}

/** What Firehose writes as a whole; what is shorter goes in parts. */
const wholeSeconds = 60;
const inPartsSeconds = 30;

/** Long enough for one attempt in parts, and for the next ones to follow. */
const interruptedMs = (inPartsSeconds + 7) * 1000;

const interruption = "CrosscheckInterruption";

export async function behaviourOf(given: Configuration): Promise<Behaviour> {
  const played = asPlayed(wholeWorldOf(hastened(given)));
  const play = await playOf(played);
  const { configuration, record, refusal } = play;
  await using stage = await openStage(configuration, { by: "direct" });
  const { aws, canonicalUserIds } = stage;
  const decisions: DecisionRecord[] = [];
  aws.decisions.subscribe((record) => decisions.push(record));
  const begun: Replay = { ...unplayed(play), refused: stage.refused, decisions, canonicalUserIds };
  let created: Created = { arn: "", leftOut: [] };
  try {
    created = await createDeliveryStream(stage, configuration, refusal);
    await aws.clock.advance(untilActiveMs);
    await putRecord(stage, configuration, record.data);
  } catch (error) {
    if (!(error instanceof CallRefused)) throw error;
    const outcome = outcomeOf(played, { ...begun, refused: [...stage.refused, error.refusal] });
    return { outcome, survivesInterruption: false, refused: stage.refused, ...askedBy(decisions) };
  }
  const { arn } = created;
  const leftOut = [...play.leftOut, ...created.leftOut];
  const judged = await judgedOf(aws, arn, play);
  const delivered = () => deliveredKeys(aws.deliveries.of(arn)).length;
  await untilWritten(aws, arn, play);
  await failRecords(aws, arn, play);
  const { accountB, bucket } = configuration;
  const attempts = aws.deliveries.of(arn);
  const objects = await observeObjects(
    stage.handsOf(accountB.id, accountB.region),
    bucket.name,
    deliveredKeys(attempts),
  );
  const outcome = outcomeOf(played, { ...begun, ...judged, refused: stage.refused, leftOut, objects, attempts });
  // What is partitioned is buffered for a minute at least, and never goes in parts.
  const survivesInterruption =
    delivered() > 0 &&
    (isPartitioned(configuration.deliveryStream.destination) || (await interrupt(stage, play, delivered)));
  const asked = askedBy(decisions);
  return { outcome, survivesInterruption, refused: stage.refused, ...asked };
}

/** The shortest interval in which Firehose does the same as in a longer one. */
function hastened(configuration: Configuration): Configuration {
  const { deliveryStream } = configuration;
  const { destination } = deliveryStream;
  const { S3BackupConfiguration: backup } = destination;
  // What dynamic partitioning and format conversion take at least.
  const isLarge = isPartitioned(destination) || isConverting(destination.DataFormatConversionConfiguration);
  const hastenedDestination = {
    ...destination,
    BufferingHints: hastenedHints(destination.BufferingHints, isLarge ? 64 : 5),
    ...(backup !== undefined && {
      S3BackupConfiguration: { ...backup, BufferingHints: hastenedHints(backup.BufferingHints, 5) },
    }),
  };
  return { ...configuration, deliveryStream: { ...deliveryStream, destination: hastenedDestination } };
}

function hastenedHints(hints: BufferingHints | undefined, sizeMiB: number): BufferingHints | undefined {
  const { IntervalInSeconds = 300, SizeInMBs = sizeMiB } = hints ?? {};
  return IntervalInSeconds <= wholeSeconds ? hints : { IntervalInSeconds: wholeSeconds, SizeInMBs };
}

/** Parts of an upload are refused for a while, and accepted again. */
async function interrupt(stage: Stage, { configuration, record }: Play, delivered: () => number): Promise<boolean> {
  const { aws, handsOf } = stage;
  const { accountA, accountB, bucket, deliveryStream } = configuration;
  const before = delivered();
  const hands = handsOf(accountB.id, accountB.region);
  try {
    await handsOf(accountA.id).send(
      "firehose",
      new UpdateDestinationCommand({
        DeliveryStreamName: deliveryStream.name,
        CurrentDeliveryStreamVersionId: "1",
        DestinationId: "destinationId-000000000001",
        ExtendedS3DestinationUpdate: {
          BufferingHints: {
            IntervalInSeconds: inPartsSeconds,
            SizeInMBs: deliveryStream.destination.BufferingHints?.SizeInMBs ?? 5,
          },
        },
      }),
    );
    await hands.send("s3", new PutBucketPolicyCommand({ Bucket: bucket.name, Policy: interrupted(configuration) }));
    await putRecord(stage, configuration, record.data);
    await aws.clock.advance(interruptedMs);
    await hands.send(
      "s3",
      bucket.policy === undefined
        ? new DeleteBucketPolicyCommand({ Bucket: bucket.name })
        : new PutBucketPolicyCommand({ Bucket: bucket.name, Policy: bucket.policy.text }),
    );
  } catch (error) {
    if (error instanceof CallRefused) return false;
    throw error;
  }
  // The attempts lie further and further apart.
  for (let at = 0; at < 5 && delivered() === before; at++) await aws.clock.advance(interruptedMs);
  return delivered() > before;
}

/** Firehose sends its ACL when it begins an upload and with no part of it. */
function interrupted({ bucket, accountB }: Configuration): string {
  const { Statement = [], ...document } = JSON.parse(bucket.policy?.text ?? `{"Version":"2012-10-17"}`);
  const deny = {
    Sid: interruption,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: `${bucketArn(accountB.region, bucket.name)}/*`,
    Condition: { Null: { "s3:x-amz-acl": "true" } },
  };
  return JSON.stringify({ ...document, Statement: [...[Statement].flat(), deny] });
}

/** By the service and by the roles that it acts as; nobody else has done anything yet. */
function askedBy(decisions: readonly DecisionRecord[]): Pick<Behaviour, "asked" | "denied"> {
  const byFirehose = decisions.filter(
    ({ request: { principal } }) => principal.kind === "service" || principal.kind === "assumed-role",
  );
  const denied = byFirehose.filter(
    ({ decision }) =>
      decision.kind !== "allowed" && !(decision.kind === "explicitly-denied" && decision.by.sid === interruption),
  );
  const actionsOf = (records: readonly DecisionRecord[]) =>
    [...new Set(records.map(({ request }) => request.action))].sort();
  return { asked: actionsOf(byFirehose), denied: actionsOf(denied) };
}
