import type { Constraints } from "../model/constraints.ts";
import { limitExceeded } from "./errors.ts";
import type { Stream } from "./stream.ts";

export const encryptionConstraints: Constraints = {
  EncryptionType: { required: true, values: ["NONE", "KMS"] },
  KeyId: { required: true, minLength: 1, maxLength: 2048 },
};

/** Source: Kinesis API Reference, StartStreamEncryption: 25 times in a rolling 24-hour period. */
const maxChangesPerDay = 25;

/** Throws LimitExceededException; the text is not documented. */
export function checkEncryptionChanges({ name, accountId, recent }: Stream, nowMs: number): void {
  if (recent.count("encryption", nowMs) < maxChangesPerDay) return;
  throw limitExceeded(
    `The encryption of stream ${name} under account ${accountId} was changed ${maxChangesPerDay} times within the last 24 hours.`,
  );
}
