import { DisableKeyRotation$, type DisableKeyRotationRequest } from "@aws-sdk/client-kms";
import { keyAction } from "../key-action.ts";

/** Source: KMS API Reference, DisableKeyRotation. */
export const disableKeyRotation = keyAction<DisableKeyRotationRequest, void>({
  schema: DisableKeyRotation$,
  emulates: [],
  on: "enabled",
  run: (store, _request, key) => store.saveKey({ ...key, rotation: undefined }),
});
