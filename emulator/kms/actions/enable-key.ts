import { EnableKey$, type EnableKeyRequest } from "@aws-sdk/client-kms";
import { keyAction } from "../key-action.ts";

/** Lets a disabled key be used again. Errors: KMSInvalidStateException. Source: KMS API Reference, EnableKey. */
export const enableKey = keyAction<EnableKeyRequest, void>({
  schema: EnableKey$,
  emulates: [],
  on: "not-pending-deletion",
  run: (store, _request, key) => store.saveKey({ ...key, state: { kind: "enabled" } }),
});
