import type { Authorized } from "../model/action.ts";
import { deliveryStreamNotFound, directPutRefused } from "./errors.ts";
import { findStream } from "./lookup.ts";
import type { IncomingRecord } from "./pipeline.ts";
import type { FirehoseStore } from "./store.ts";
import type { DeliveryStream } from "./stream.ts";
import { proveKey } from "./stream-encryption.ts";

/**
 * The delivery stream that records can be put into. One that is not ACTIVE refuses them; with which error is not
 * documented, and we choose the one that a missing stream gives, as Kinesis does.
 */
export function receivingStream(
  store: FirehoseStore,
  request: Authorized<{ readonly DeliveryStreamName: string | undefined }>,
): DeliveryStream {
  const stream = findStream(store, request);
  if (stream.status !== "ACTIVE") throw deliveryStreamNotFound(stream.name, stream.accountId);
  if (stream.source.kind === "data-stream") throw directPutRefused();
  return stream;
}

/** Whether what is put now is encrypted. Throws InvalidKMSResourceException where the key cannot be used. */
export async function isEncrypted(store: FirehoseStore, stream: DeliveryStream, nowMs: number): Promise<boolean> {
  const { encryption } = stream;
  if (encryption.kind === "disabled" || nowMs < encryption.sinceMs) return false;
  await proveKey(store.environment, stream.region, encryption.key);
  return true;
}

/**
 * Hands on the records that the stream's throughput leaves room for, and counts them; answers which they are.
 * Source of the metrics: Firehose User Guide, "Monitor with CloudWatch metrics".
 */
export async function receive(
  store: FirehoseStore,
  stream: DeliveryStream,
  operation: "PutRecord" | "PutRecordBatch",
  records: readonly IncomingRecord[],
): Promise<readonly boolean[]> {
  const sizes = records.map(({ data }) => data.length);
  const isTaken = store.admit(stream, sizes, store.environment.clock.now());
  const taken = records.filter((_record, at) => isTaken[at]);
  const bytes = taken.reduce((sum, { data }) => sum + data.length, 0);
  store.telemetry(stream).measure({
    IncomingPutRequests: 1,
    IncomingRecords: taken.length,
    IncomingBytes: bytes,
    [`${operation}.Requests`]: 1,
    [`${operation}.Bytes`]: bytes,
    ...(operation === "PutRecordBatch" && { "PutRecordBatch.Records": taken.length }),
    ...(taken.length < records.length && { ThrottledRecords: records.length - taken.length }),
  });
  await store.pipeline(stream).accept(taken);
  return isTaken;
}

/** An opaque text of the length that AWS's have, 224 characters. */
export function newRecordId(store: FirehoseStore): string {
  return store.environment.random.bytes(168).toString("base64");
}
