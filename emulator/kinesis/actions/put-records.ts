import {
  PutRecords$,
  type PutRecordsInput,
  type PutRecordsOutput,
  type PutRecordsResultEntry,
} from "@aws-sdk/client-kinesis";
import { invalidArgument, shardRateExceeded } from "../errors.ts";
import { seal } from "../kms.ts";
import { append, checkRecordSize, type NewRecord, recordConstraints, shardOf } from "../put.ts";
import type { Stream } from "../stream.ts";
import { streamAction } from "../stream-action.ts";

/** All records of a request with their partition keys. Source: Kinesis API Reference, PutRecords. */
const maxRequestBytes = 10 * 1024 * 1024;

/**
 * Puts up to 500 records, each on its own: some may fail while the call succeeds. A record that is no record at all
 * (too large, hash key out of range) refuses the whole request. Source: Kinesis API Reference, PutRecords.
 */
export const putRecords = streamAction<PutRecordsInput, PutRecordsOutput>({
  schema: PutRecords$,
  emulates: ["Records"],
  constraints: { Records: { required: true, minLength: 1, maxLength: 500, each: { members: recordConstraints } } },
  run: (store, request, stream) => {
    const { input, now } = request;
    const { keyArn } = stream.sealing;
    const write = () => putAll(input.Records as NewRecord[], now, stream);
    return keyArn === undefined ? write() : seal(store, request, stream, keyArn).then(write);
  },
});

function putAll(records: readonly NewRecord[], nowMs: number, stream: Stream): PutRecordsOutput {
  const sized = records.map((record) => ({
    record,
    bytes: checkRecordSize(record, stream),
    shard: shardOf(record, stream),
  }));
  // The limit is documented, the text is not.
  if (sized.reduce((sum, { bytes }) => sum + bytes, 0) > maxRequestBytes) {
    throw invalidArgument("Records size exceeds 10 MB limit");
  }
  let failed = 0;
  const results = sized.map(({ record, bytes, shard }): PutRecordsResultEntry => {
    if (shard.writes.admits(bytes, nowMs)) {
      return { SequenceNumber: append(stream, shard, record, nowMs), ShardId: shard.id };
    }
    failed += 1;
    const { code, message } = shardRateExceeded(shard.id, stream.name, stream.accountId);
    return { ErrorCode: code, ErrorMessage: message };
  });
  return { FailedRecordCount: failed, Records: results, EncryptionType: stream.sealing.shown.EncryptionType };
}
