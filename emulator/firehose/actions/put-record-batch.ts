import { PutRecordBatch$, type PutRecordBatchInput, type PutRecordBatchOutput } from "@aws-sdk/client-firehose";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { deliveryStreamName, record } from "../constraints.ts";
import { isEncrypted, newRecordId, receive, receivingStream } from "../direct-put.ts";
import { invalidArgument, slowDown } from "../errors.ts";
import { streamPermission } from "../permissions.ts";
import type { FirehoseStore } from "../store.ts";

const constraints = {
  DeliveryStreamName: deliveryStreamName,
  Records: { required: true, minLength: 1, maxLength: 500, each: record },
} as const;

const maxBatchBytes = 4 * 1024 * 1024;

/**
 * Accepts up to 500 records, 4 MiB in all; those beyond the stream's throughput fail one by one.
 * Source: API Reference, PutRecordBatch; the words of a batch that is too large in osquery#3568.
 */
export const putRecordBatch = action<FirehoseStore, PutRecordBatchInput, PutRecordBatchOutput>({
  schema: PutRecordBatch$,
  emulates: ["DeliveryStreamName", "Records"],
  permissions: (store, call) => {
    checkConstraints(constraints, call.input);
    return [streamPermission(store, "PutRecordBatch", call)];
  },
  run: async (store, request) => {
    const stream = receivingStream(store, request);
    const records = (request.input.Records ?? []).map(({ Data = new Uint8Array() }) => ({
      data: Data,
      arrivedAtMs: request.now,
    }));
    if (records.reduce((bytes, { data }) => bytes + data.length, 0) > maxBatchBytes) {
      throw invalidArgument("Records size exceeds 4 MB limit");
    }
    const encrypted = await isEncrypted(store, stream, request.now);
    const isTaken = await receive(store, stream, "PutRecordBatch", records);
    const { code: ErrorCode, message: ErrorMessage } = slowDown();
    return {
      FailedPutCount: isTaken.filter((taken) => !taken).length,
      Encrypted: encrypted,
      RequestResponses: isTaken.map((taken) =>
        taken ? { RecordId: newRecordId(store) } : { ErrorCode, ErrorMessage },
      ),
    };
  },
});
