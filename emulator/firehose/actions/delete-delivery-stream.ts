import {
  DeleteDeliveryStream$,
  type DeleteDeliveryStreamInput,
  type DeleteDeliveryStreamOutput,
} from "@aws-sdk/client-firehose";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { ServiceError } from "../../model/service-error.ts";
import { deliveryStreamName } from "../constraints.ts";
import { inUse } from "../errors.ts";
import { findStream } from "../lookup.ts";
import { streamPermission } from "../permissions.ts";
import type { FirehoseStore } from "../store.ts";
import type { DeliveryStream } from "../stream.ts";
import { closeKey } from "../stream-encryption.ts";

/**
 * Deletes a delivery stream; what it had buffered is lost. Where the grant on a customer key cannot be retired the
 * deletion fails, unless it is forced. Source: API Reference, DeleteDeliveryStream.
 */
export const deleteDeliveryStream = action<FirehoseStore, DeleteDeliveryStreamInput, DeleteDeliveryStreamOutput>({
  schema: DeleteDeliveryStream$,
  emulates: ["DeliveryStreamName", "AllowForceDelete"],
  permissions: (store, call) => {
    checkConstraints({ DeliveryStreamName: deliveryStreamName }, call.input);
    return [streamPermission(store, "DeleteDeliveryStream", call)];
  },
  run: async (store, request) => {
    const stream = findStream(store, request);
    // The words are not documented.
    if (stream.status === "CREATING") throw inUse(`Firehose ${stream.name} cannot be deleted while it is CREATING.`);
    if (stream.status === "DELETING") return {};
    const isReleased = await releaseKey(store, stream);
    if (request.input.AllowForceDelete || isReleased) store.delete(stream);
    else store.save({ ...stream, status: "DELETING_FAILED" });
    return {};
  },
});

async function releaseKey({ environment }: FirehoseStore, { encryption, region }: DeliveryStream): Promise<boolean> {
  if (encryption.kind === "disabled") return true;
  try {
    await closeKey(environment, region, encryption.key);
    return true;
  } catch (error) {
    if (error instanceof ServiceError) return false;
    throw error;
  }
}
