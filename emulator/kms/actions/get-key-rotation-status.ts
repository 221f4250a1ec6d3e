import {
  GetKeyRotationStatus$,
  type GetKeyRotationStatusRequest,
  type GetKeyRotationStatusResponse,
} from "@aws-sdk/client-kms";
import { keyAction } from "../key-action.ts";

const dayMs = 86_400_000;

/** Whether, how often and when next a key's material changes. Source: KMS API Reference, GetKeyRotationStatus. */
export const getKeyRotationStatus = keyAction<GetKeyRotationStatusRequest, GetKeyRotationStatusResponse>({
  schema: GetKeyRotationStatus$,
  emulates: [],
  crossAccount: true,
  on: "any",
  run: (_store, { now }, { arn, rotation }) => {
    if (rotation === undefined) return { KeyId: arn, KeyRotationEnabled: false };
    const periodMs = rotation.periodDays * dayMs;
    const passed = Math.floor((now - rotation.sinceMs) / periodMs);
    return {
      KeyId: arn,
      KeyRotationEnabled: true,
      RotationPeriodInDays: rotation.periodDays,
      NextRotationDate: new Date(rotation.sinceMs + (passed + 1) * periodMs),
    };
  },
});
