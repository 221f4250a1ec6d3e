import { PutRecord$, type PutRecordInput, type PutRecordOutput } from "@aws-sdk/client-kinesis";
import { invalidArgument, shardRateExceeded } from "../errors.ts";
import { seal } from "../kms.ts";
import { append, checkRecordSize, type NewRecord, recordConstraints, sequenceNumberPattern, shardOf } from "../put.ts";
import { parseSequenceNumber } from "../sequence-number.ts";
import type { Stream } from "../stream.ts";
import { streamAction } from "../stream-action.ts";

/** Puts one record into the shard of its partition key. Source: Kinesis API Reference, PutRecord. */
export const putRecord = streamAction<PutRecordInput, PutRecordOutput>({
  schema: PutRecord$,
  emulates: ["Data", "PartitionKey", "ExplicitHashKey", "SequenceNumberForOrdering"],
  constraints: { SequenceNumberForOrdering: { pattern: sequenceNumberPattern }, ...recordConstraints },
  run: (store, request, stream) => {
    const { input, now } = request;
    const { keyArn } = stream.sealing;
    const write = () => putOne(input, now, stream);
    return keyArn === undefined ? write() : seal(store, request, stream, keyArn).then(write);
  },
});

function putOne(input: PutRecordInput, nowMs: number, stream: Stream): PutRecordOutput {
  checkOrdering(input.SequenceNumberForOrdering, nowMs, stream);
  const record = input as NewRecord;
  const bytes = checkRecordSize(record, stream);
  const shard = shardOf(record, stream);
  if (!shard.writes.admits(bytes, nowMs)) throw shardRateExceeded(shard.id, stream.name, stream.accountId);
  const sequenceNumber = append(stream, shard, record, nowMs);
  return { ShardId: shard.id, SequenceNumber: sequenceNumber, EncryptionType: stream.sealing.shown.EncryptionType };
}

/** Records of one producer are in order anyway: each put is done before its answer goes out. */
function checkOrdering(sequenceNumber: string | undefined, nowMs: number, stream: Stream): void {
  if (sequenceNumber === undefined) return;
  const parsed = parseSequenceNumber(sequenceNumber);
  if (parsed === undefined || parsed.atSeconds * 1000 > nowMs) {
    throw invalidArgument(
      `ExclusiveMinimumSequenceNumber ${sequenceNumber} used in PutRecord on stream ${stream.name} under account ${stream.accountId} is invalid.`,
    );
  }
}
