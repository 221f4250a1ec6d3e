import { CancelKeyDeletion$, type CancelKeyDeletionRequest, type CancelKeyDeletionResponse } from "@aws-sdk/client-kms";
import { keyNotPendingDeletion } from "../errors.ts";
import { keyAction } from "../key-action.ts";

/** Keeps a key, disabled. Errors: KMSInvalidStateException. Source: KMS API Reference, CancelKeyDeletion. */
export const cancelKeyDeletion = keyAction<CancelKeyDeletionRequest, CancelKeyDeletionResponse>({
  schema: CancelKeyDeletion$,
  emulates: [],
  on: "any",
  run: (store, _request, key) => {
    if (key.state.kind !== "pending-deletion") throw keyNotPendingDeletion(key.arn);
    store.saveKey({ ...key, state: { kind: "disabled" } });
    return { KeyId: key.arn };
  },
});
