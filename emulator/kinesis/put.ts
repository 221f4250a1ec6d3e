import type { Constraints } from "../model/constraints.ts";
import { invalidArgument, validationFailed } from "./errors.ts";
import { hashKeyOf, hexOf, parseHashKey } from "./hash-key.ts";
import type { Shard } from "./shard.ts";
import type { Stream } from "./stream.ts";

/** A record as a producer hands it in, past its constraints. */
export interface NewRecord {
  readonly Data: Uint8Array;
  readonly PartitionKey: string;
  readonly ExplicitHashKey?: string;
}

export const hashKeyPattern = String.raw`0|([1-9]\d{0,38})`;
export const sequenceNumberPattern = String.raw`0|([1-9]\d{0,128})`;

/** Source: Kinesis API Reference, PutRecord. */
export const recordConstraints: Constraints = {
  Data: { required: true, maxLength: 10_485_760 },
  PartitionKey: { required: true, minLength: 1, maxLength: 256 },
  ExplicitHashKey: { pattern: hashKeyPattern },
};

/**
 * Bytes of the record with its partition key. Throws ValidationException where the stream takes no record of that size;
 * the limit is documented, the text follows AWS's other constraints.
 */
export function checkRecordSize({ Data, PartitionKey }: NewRecord, stream: Stream): number {
  const bytes = Data.length + Buffer.byteLength(PartitionKey);
  if (bytes > stream.maxRecordBytes) {
    const size = Data.length;
    throw validationFailed(
      `1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=${size} cap=${size}]' at 'data' failed to satisfy constraint: Member must have length less than or equal to ${stream.maxRecordBytes}`,
    );
  }
  return bytes;
}

/** The shard that takes the record: by its explicit hash key, or else by the MD5 of its partition key. */
export function shardOf({ PartitionKey, ExplicitHashKey }: NewRecord, stream: Stream): Shard {
  if (ExplicitHashKey === undefined) {
    const [only, another] = stream.openShards;
    return only !== undefined && another === undefined ? only : stream.shardFor(hashKeyOf(PartitionKey));
  }
  const hashKey = parseHashKey(ExplicitHashKey);
  if (hashKey === undefined) {
    throw invalidArgument(
      `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${ExplicitHashKey}`,
    );
  }
  return stream.shardFor(hexOf(hashKey));
}

/** Appends the record to its shard; returns its sequence number. */
export function append(stream: Stream, shard: Shard, record: NewRecord, nowMs: number): string {
  const { log } = shard;
  log.trim(stream.trimHorizonMs(nowMs));
  const arrivedAtMs = Math.max(nowMs, log.lastArrivedAtMs);
  const { PartitionKey: partitionKey, Data: data } = record;
  const ordinal = log.append({ partitionKey, data, arrivedAtMs, keyId: stream.sealing.keyArn });
  return shard.numbers.format(ordinal, Math.floor(arrivedAtMs / 1000));
}
