import { PutRecord$, type PutRecordInput, type PutRecordOutput } from "@aws-sdk/client-kinesis";
import { invalidArgument } from "../errors.ts";
import { checkRecordSize, type NewRecord, put, recordConstraints, sequenceNumberPattern } from "../put.ts";
import { parseSequenceNumber } from "../sequence-number.ts";
import type { Stream } from "../stream.ts";
import { streamAction } from "../stream-action.ts";

/** Puts one record into the shard of its partition key. Source: Kinesis API Reference, PutRecord. */
export const putRecord = streamAction<PutRecordInput, PutRecordOutput>({
  schema: PutRecord$,
  emulates: ["Data", "PartitionKey", "ExplicitHashKey", "SequenceNumberForOrdering"],
  constraints: { SequenceNumberForOrdering: { pattern: sequenceNumberPattern }, ...recordConstraints },
  run: (_store, { input, now }, stream) => {
    checkOrdering(input.SequenceNumberForOrdering, now, stream);
    const record = input as NewRecord;
    checkRecordSize(record, stream);
    const { shard, sequenceNumber } = put(stream, record, now);
    return { ShardId: shard.id, SequenceNumber: sequenceNumber, EncryptionType: stream.encryption.EncryptionType };
  },
});

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
