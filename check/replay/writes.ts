import type { DeliveryRecord, EmbeddedAws } from "../../emulator/index.ts";
import { judgeNeeds } from "./judge.ts";
import { errorLogs } from "./play/error-log.ts";
import type { Play } from "./play/play.ts";
import type { FailureType } from "./play/processing.ts";
import type { Replay } from "./result.ts";

/** After an interval's end the delivery itself, and what is read from the source a second later. */
const marginMs = 10_000;

/** What has not arrived after the first delivery and this many intervals more does not arrive. */
const intervals = 2;

const defaultIntervalSeconds = 300;

/** What is known of a replay before anything is put. */
export function unplayed({
  contents,
  leftOut,
  record,
}: Play): Pick<Replay, "contents" | "recordFailure" | "leftOut" | "needs" | "logs" | "objects" | "attempts"> {
  return {
    contents,
    ...(record.failure !== undefined && { recordFailure: record.failure }),
    leftOut,
    needs: [],
    logs: [],
    objects: [],
    attempts: [],
  };
}

/** What the policies in force say of what is left out, and of telling failures. */
export async function judgedOf(
  aws: EmbeddedAws,
  deliveryStreamArn: string,
  { configuration, needs }: Play,
): Promise<Pick<Replay, "needs" | "logs">> {
  return {
    needs: await judgeNeeds(aws, configuration, deliveryStreamArn, needs),
    logs: await judgeNeeds(aws, configuration, deliveryStreamArn, errorLogs(configuration)),
  };
}

export type Clocked = Pick<EmbeddedAws, "deliveries" | "failRecord"> & {
  readonly clock: { advance(ms: number): Promise<void> };
};

/** Lets the intervals pass until the record and its copy for the backup are written. */
export async function untilWritten(aws: Clocked, deliveryStreamArn: string, { configuration }: Play): Promise<void> {
  const { BufferingHints, S3BackupMode, S3BackupConfiguration } = configuration.deliveryStream.destination;
  const hasBackup = S3BackupMode === "Enabled";
  const isWritten = () => {
    const written = writtenIn(aws.deliveries.of(deliveryStreamArn));
    return (written.has("destination") || written.has("errors")) && (!hasBackup || written.has("backup"));
  };
  const hints = hasBackup ? [BufferingHints, S3BackupConfiguration?.BufferingHints] : [BufferingHints];
  const seconds = Math.max(...hints.map((each) => each?.IntervalInSeconds ?? defaultIntervalSeconds));
  for (let at = 0; at < intervals && !isWritten(); at++) await aws.clock.advance(seconds * 1000 + marginMs);
}

/** Lets a record fail in each of the ways there are, once what does not fail arrives. */
export async function failRecords(
  aws: Clocked,
  deliveryStreamArn: string,
  { configuration, record, failures }: Play,
): Promise<void> {
  const written = () => aws.deliveries.of(deliveryStreamArn).filter(isWritten);
  if (failures.length === 0 || !writtenIn(written()).has("destination")) return;
  for (const type of failures) aws.failRecord(deliveryStreamArn, { data: record.data, type, ...failureWords[type] });
  const { IntervalInSeconds = defaultIntervalSeconds } = configuration.deliveryStream.destination.BufferingHints ?? {};
  const enough = failures.length + written().filter(({ purpose }) => purpose === "errors").length;
  for (let at = 0; at < intervals; at++) {
    if (written().filter(({ purpose }) => purpose === "errors").length >= enough) return;
    await aws.clock.advance(IntervalInSeconds * 1000 + marginMs);
  }
}

/** What an error record says of a failure that nothing has really had. */
const failureWords: Readonly<Record<FailureType, { readonly code: string; readonly message: string }>> = {
  "processing-failed": { code: "Lambda.FunctionError", message: "played by firehose-crosscheck" },
  "decompression-failed": { code: "Decompression failed.", message: "played by firehose-crosscheck" },
  "format-conversion-failed": { code: "DataFormatConversion.MalformedData", message: "played by firehose-crosscheck" },
};

function isWritten({ outcome }: DeliveryRecord): boolean {
  return outcome === "delivered";
}

function writtenIn(attempts: readonly DeliveryRecord[]): ReadonlySet<DeliveryRecord["purpose"]> {
  return new Set(attempts.filter(isWritten).map(({ purpose }) => purpose));
}
