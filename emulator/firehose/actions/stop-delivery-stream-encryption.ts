import {
  StopDeliveryStreamEncryption$,
  type StopDeliveryStreamEncryptionInput,
  type StopDeliveryStreamEncryptionOutput,
} from "@aws-sdk/client-firehose";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { deliveryStreamName } from "../constraints.ts";
import { encryptableStream } from "../encryptable-stream.ts";
import { streamPermission } from "../permissions.ts";
import type { FirehoseStore } from "../store.ts";
import { closeKey } from "../stream-encryption.ts";

/**
 * Ends encryption and gives the key back. AWS passes through DISABLING for some seconds; here it is DISABLED at once.
 * Source: API Reference, StopDeliveryStreamEncryption.
 */
export const stopDeliveryStreamEncryption = action<
  FirehoseStore,
  StopDeliveryStreamEncryptionInput,
  StopDeliveryStreamEncryptionOutput
>({
  schema: StopDeliveryStreamEncryption$,
  emulates: ["DeliveryStreamName"],
  permissions: (store, call) => {
    checkConstraints({ DeliveryStreamName: deliveryStreamName }, call.input);
    return [streamPermission(store, "StopDeliveryStreamEncryption", call)];
  },
  run: async (store, request) => {
    const stream = encryptableStream(store, request);
    if (stream.encryption.kind === "disabled") return {};
    store.save({ ...stream, encryption: { kind: "disabled" } });
    await closeKey(store.environment, request.region, stream.encryption.key);
    return {};
  },
});
