import { PutRecord$, type PutRecordInput, type PutRecordOutput } from "@aws-sdk/client-firehose";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { deliveryStreamName, record } from "../constraints.ts";
import { isEncrypted, newRecordId, receive, receivingStream } from "../direct-put.ts";
import { slowDown } from "../errors.ts";
import { streamPermission } from "../permissions.ts";
import type { FirehoseStore } from "../store.ts";

const constraints = { DeliveryStreamName: deliveryStreamName, Record: { ...record, required: true } } as const;

/** Accepts one record into the buffer; `delivery.ts` writes it out. Source: API Reference, PutRecord. */
export const putRecord = action<FirehoseStore, PutRecordInput, PutRecordOutput>({
  schema: PutRecord$,
  emulates: ["DeliveryStreamName", "Record"],
  permissions: (store, call) => {
    checkConstraints(constraints, call.input);
    return [streamPermission(store, "PutRecord", call)];
  },
  run: async (store, request) => {
    const stream = receivingStream(store, request);
    const data = request.input.Record?.Data ?? new Uint8Array();
    const encrypted = await isEncrypted(store, stream, request.now);
    const [isTaken] = await receive(store, stream, "PutRecord", [{ data, arrivedAtMs: request.now }]);
    if (!isTaken) throw slowDown();
    return { RecordId: newRecordId(store), Encrypted: encrypted };
  },
});
