import {
  DeleteDeliveryStream$,
  type DeleteDeliveryStreamInput,
  type DeleteDeliveryStreamOutput,
} from "@aws-sdk/client-firehose";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { deliveryStreamName } from "../constraints.ts";
import { inUse } from "../errors.ts";
import { findStream } from "../lookup.ts";
import { streamPermission } from "../permissions.ts";
import type { FirehoseStore } from "../store.ts";

/**
 * Deletes a delivery stream; what it had buffered is lost. `AllowForceDelete` concerns a grant that cannot be retired, of
 * which there is none here. Source: API Reference, DeleteDeliveryStream.
 */
export const deleteDeliveryStream = action<FirehoseStore, DeleteDeliveryStreamInput, DeleteDeliveryStreamOutput>({
  schema: DeleteDeliveryStream$,
  emulates: ["DeliveryStreamName", "AllowForceDelete"],
  permissions: (store, call) => {
    checkConstraints({ DeliveryStreamName: deliveryStreamName }, call.input);
    return [streamPermission(store, "DeleteDeliveryStream", call)];
  },
  run: (store, request) => {
    const stream = findStream(store, request);
    // The words are not documented.
    if (stream.status === "CREATING") throw inUse(`Firehose ${stream.name} cannot be deleted while it is CREATING.`);
    if (stream.status === "ACTIVE") store.delete(stream);
    return {};
  },
});
