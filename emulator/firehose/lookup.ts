import type { Authorized } from "../model/action.ts";
import { deliveryStreamNotFound } from "./errors.ts";
import { arnOf } from "./permissions.ts";
import type { FirehoseStore } from "./store.ts";
import type { DeliveryStream } from "./stream.ts";

/** The delivery stream that the input names. Throws ResourceNotFoundException. */
export function findStream(
  store: FirehoseStore,
  request: Authorized<{ readonly DeliveryStreamName: string | undefined }>,
): DeliveryStream {
  const stream = store.find(arnOf(request));
  if (stream === undefined) throw deliveryStreamNotFound(request.input.DeliveryStreamName ?? "", request.accountId);
  return stream;
}
