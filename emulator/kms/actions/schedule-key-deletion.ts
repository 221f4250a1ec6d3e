import {
  ScheduleKeyDeletion$,
  type ScheduleKeyDeletionRequest,
  type ScheduleKeyDeletionResponse,
} from "@aws-sdk/client-kms";
import { keyAction } from "../key-action.ts";

const dayMs = 86_400_000;
const defaultDays = 30;

/**
 * Ends every use of a key, and the key itself after 7 to 30 days. Errors: KMSInvalidStateException, ValidationException.
 * Source: KMS API Reference, ScheduleKeyDeletion.
 */
export const scheduleKeyDeletion = keyAction<ScheduleKeyDeletionRequest, ScheduleKeyDeletionResponse>({
  schema: ScheduleKeyDeletion$,
  emulates: ["PendingWindowInDays"],
  constraints: { PendingWindowInDays: { min: 7, max: 30 } },
  context: ({ PendingWindowInDays: days = defaultDays }) => ({
    "kms:schedulekeydeletionpendingwindowindays": String(days),
  }),
  on: "not-pending-deletion",
  run: (store, { input, now }, key) => {
    const { PendingWindowInDays = defaultDays } = input;
    const deletionAtMs = now + PendingWindowInDays * dayMs;
    store.saveKey({ ...key, state: { kind: "pending-deletion", deletionAtMs } });
    return { KeyId: key.arn, DeletionDate: new Date(deletionAtMs), KeyState: "PendingDeletion", PendingWindowInDays };
  },
});
