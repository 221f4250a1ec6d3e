import type { Authorized } from "../model/action.ts";
import { inUse, invalidArgument } from "./errors.ts";
import { findStream } from "./lookup.ts";
import type { FirehoseStore } from "./store.ts";
import type { DeliveryStream } from "./stream.ts";

/**
 * The delivery stream whose encryption can be changed: one that is ACTIVE and takes Direct PUT. The words of the refusals
 * are not documented. Throws ResourceNotFoundException, ResourceInUseException, InvalidArgumentException.
 */
export function encryptableStream(
  store: FirehoseStore,
  request: Authorized<{ readonly DeliveryStreamName: string | undefined }>,
): DeliveryStream {
  const stream = findStream(store, request);
  if (stream.status !== "ACTIVE") throw inUse(`Firehose ${stream.name} is not ACTIVE: its status is ${stream.status}.`);
  if (stream.source.kind !== "direct-put") {
    throw invalidArgument("Encryption of a delivery stream with a data stream as source is that of the data stream.");
  }
  return stream;
}
