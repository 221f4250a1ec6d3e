import { PutRecords$, type PutRecordsInput, type PutRecordsOutput } from "@aws-sdk/client-kinesis";
import { invalidArgument } from "../errors.ts";
import { checkRecordSize, type NewRecord, put, recordConstraints } from "../put.ts";
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
  run: (_store, { input, now }, stream) => {
    const records = input.Records as NewRecord[];
    let bytes = 0;
    for (const record of records) bytes += checkRecordSize(record, stream);
    // The limit is documented, the text is not.
    if (bytes > maxRequestBytes) throw invalidArgument("Records size exceeds 10 MB limit");
    return {
      FailedRecordCount: 0,
      Records: records.map((record) => {
        const { shard, sequenceNumber } = put(stream, record, now);
        return { SequenceNumber: sequenceNumber, ShardId: shard.id };
      }),
      EncryptionType: stream.encryption.EncryptionType,
    };
  },
});
