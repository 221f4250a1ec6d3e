import {
  StartDeliveryStreamEncryption$,
  type StartDeliveryStreamEncryptionInput,
  type StartDeliveryStreamEncryptionOutput,
} from "@aws-sdk/client-firehose";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { deliveryStreamName, streamEncryption } from "../constraints.ts";
import { encryptableStream } from "../encryptable-stream.ts";
import { streamPermission } from "../permissions.ts";
import type { FirehoseStore } from "../store.ts";
import { checkEncryptionInput, closeKey, enablingMs, openKey } from "../stream-encryption.ts";

const constraints = {
  DeliveryStreamName: deliveryStreamName,
  DeliveryStreamEncryptionConfigurationInput: streamEncryption,
};

/**
 * Encrypts what is put from now on, a few seconds later; with a key that AWS owns unless one is given. Another key may
 * follow. Source: API Reference, StartDeliveryStreamEncryption.
 */
export const startDeliveryStreamEncryption = action<
  FirehoseStore,
  StartDeliveryStreamEncryptionInput,
  StartDeliveryStreamEncryptionOutput
>({
  schema: StartDeliveryStreamEncryption$,
  emulates: ["DeliveryStreamName", "DeliveryStreamEncryptionConfigurationInput"],
  permissions: (store, call) => {
    checkConstraints(constraints, call.input);
    return [streamPermission(store, "StartDeliveryStreamEncryption", call)];
  },
  run: async (store, request) => {
    const { input, region, now } = request;
    const given = input.DeliveryStreamEncryptionConfigurationInput ?? { KeyType: "AWS_OWNED_CMK" };
    checkEncryptionInput(given);
    encryptableStream(store, request);
    const key = await openKey(store.environment, request, given);
    const stream = encryptableStream(store, request);
    store.save({ ...stream, encryption: { kind: "enabled", key, sinceMs: now + enablingMs } });
    if (stream.encryption.kind === "enabled") await closeKey(store.environment, region, stream.encryption.key);
    return {};
  },
});
