import { DisableKey$, type DisableKeyRequest } from "@aws-sdk/client-kms";
import { keyAction } from "../key-action.ts";

/** Ends every use of a key until it is enabled. Errors: KMSInvalidStateException. Source: KMS API Reference, DisableKey. */
export const disableKey = keyAction<DisableKeyRequest, void>({
  schema: DisableKey$,
  emulates: [],
  on: "not-pending-deletion",
  run: (store, _request, key) => store.saveKey({ ...key, state: { kind: "disabled" } }),
});
