import type { DeliveryRecordData } from "./batch.ts";
import type { ErrorOutputType } from "./key.ts";

export interface RecordError {
  readonly type: ErrorOutputType;
  readonly code: string;
  readonly message: string;
}

/**
 * What is written below the error output prefix for a record that could not be processed: one JSON document a line.
 * Sources: Firehose User Guide, "Data transformation failure handling", for the members; that one stands on each line is
 * not documented. For failed S3 deliveries there is none: nothing can be written there.
 */
export function errorRecord(
  record: { readonly data: Uint8Array; readonly arrivedAtMs: number },
  error: RecordError,
  nowMs: number,
): DeliveryRecordData {
  const document = {
    attemptsMade: 1,
    arrivalTimestamp: record.arrivedAtMs,
    errorCode: error.code,
    errorMessage: error.message,
    attemptEndingTimestamp: nowMs,
    rawData: Buffer.from(record.data).toString("base64"),
  };
  return {
    data: Buffer.from(`${JSON.stringify(document)}\n`),
    arrivedAtMs: record.arrivedAtMs,
    partition: { id: error.type, errorType: error.type },
  };
}
