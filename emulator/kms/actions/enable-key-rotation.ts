import { EnableKeyRotation$, type EnableKeyRotationRequest } from "@aws-sdk/client-kms";
import { keyAction } from "../key-action.ts";

const defaultDays = 365;

/**
 * Has the key's material changed each period. Old ciphertext stays readable, so nobody could tell; the material is not
 * changed here. Source: KMS API Reference, EnableKeyRotation.
 */
export const enableKeyRotation = keyAction<EnableKeyRotationRequest, void>({
  schema: EnableKeyRotation$,
  emulates: ["RotationPeriodInDays"],
  constraints: { RotationPeriodInDays: { min: 90, max: 2560 } },
  on: "enabled",
  run: (store, { input, now }, key) => {
    const { RotationPeriodInDays: periodDays = key.rotation?.periodDays ?? defaultDays } = input;
    store.saveKey({ ...key, rotation: { periodDays, sinceMs: now } });
  },
});
