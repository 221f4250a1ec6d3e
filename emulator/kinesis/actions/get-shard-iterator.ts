import {
  GetShardIterator$,
  type GetShardIteratorInput,
  type GetShardIteratorOutput,
  type ShardIteratorType,
} from "@aws-sdk/client-kinesis";
import { invalidArgument } from "../errors.ts";
import { findShard } from "../find-shard.ts";
import { sequenceNumberPattern } from "../put.ts";
import { parseSequenceNumber } from "../sequence-number.ts";
import { type Shard, shardIdOf } from "../shard.ts";
import type { Stream } from "../stream.ts";
import { shardIdConstraint, streamAction } from "../stream-action.ts";

const types: readonly ShardIteratorType[] = [
  "AT_SEQUENCE_NUMBER",
  "AFTER_SEQUENCE_NUMBER",
  "TRIM_HORIZON",
  "LATEST",
  "AT_TIMESTAMP",
];

/** Where to begin reading a shard; good for five minutes. Source: Kinesis API Reference, GetShardIterator. */
export const getShardIterator = streamAction<GetShardIteratorInput, GetShardIteratorOutput>({
  schema: GetShardIterator$,
  emulates: ["ShardId", "ShardIteratorType", "StartingSequenceNumber", "Timestamp"],
  constraints: {
    ShardId: { ...shardIdConstraint, required: true },
    ShardIteratorType: { required: true, values: types },
    StartingSequenceNumber: { pattern: sequenceNumberPattern },
  },
  run: (store, { input, now }, stream) => {
    const shard = findShard(input.ShardId ?? "", stream);
    const position = {
      streamArn: stream.arn,
      streamCreatedAtMs: stream.createdAtMs,
      shardIndex: shard.index,
      ordinal: startOf(input, shard, stream, now),
    };
    return { ShardIterator: store.iterators.issue(position, now) };
  },
});

/** Ordinal of the first record to read. */
function startOf(input: GetShardIteratorInput, shard: Shard, stream: Stream, nowMs: number): number {
  const { ShardIteratorType: type, StartingSequenceNumber: sequenceNumber, Timestamp } = input;
  switch (type) {
    case "TRIM_HORIZON":
    case "LATEST":
      if (sequenceNumber !== undefined) throw mismatch(`${type} and also a StartingSequenceNumber`);
      return type === "LATEST" ? shard.log.nextOrdinal : 0;
    case "AT_SEQUENCE_NUMBER":
    case "AFTER_SEQUENCE_NUMBER": {
      if (sequenceNumber === undefined) throw mismatch(`${type} and no StartingSequenceNumber`);
      const ordinal = ordinalOf(sequenceNumber, shard, stream);
      return type === "AT_SEQUENCE_NUMBER" ? ordinal : ordinal + 1;
    }
    default: {
      if (Timestamp === undefined)
        throw invalidArgument(
          "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.",
        );
      const atMs = Timestamp.getTime();
      if (atMs > nowMs) {
        throw invalidArgument(
          `The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: ${atMs}, currentTimestampInMillis: ${nowMs}`,
        );
      }
      return shard.log.firstSince(atMs);
    }
  }
}

function mismatch(request: string): Error {
  return invalidArgument(
    `Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ${request}.`,
  );
}

function ordinalOf(sequenceNumber: string, shard: Shard, stream: Stream): number {
  const parsed = parseSequenceNumber(sequenceNumber);
  const used = `StartingSequenceNumber ${sequenceNumber} used in GetShardIterator on shard ${shard.id} in stream ${stream.name} under account ${stream.accountId} is invalid`;
  if (parsed === undefined) throw invalidArgument(`${used}.`);
  if (parsed.shardIndex !== shard.index) {
    throw invalidArgument(
      `Invalid StartingSequenceNumber. It encodes ${shardIdOf(parsed.shardIndex)}, while it was used in a call to a shard with ${shard.id}`,
    );
  }
  if (parsed.shardCreatedAtSeconds !== Math.floor(shard.createdAtMs / 1000)) {
    throw invalidArgument(`${used} because it did not come from this stream.`);
  }
  return parsed.ordinal;
}
