import { StopStreamEncryption$, type StopStreamEncryptionInput } from "@aws-sdk/client-kinesis";
import { checkEncryptionChanges, encryptionConstraints } from "../encryption.ts";
import { streamAction } from "../stream-action.ts";

/**
 * Leaves the records that come in from then on unsealed; those that are sealed stay so. Source: Kinesis API Reference,
 * StopStreamEncryption.
 */
export const stopStreamEncryption = streamAction<StopStreamEncryptionInput, object>({
  schema: StopStreamEncryption$,
  emulates: ["EncryptionType", "KeyId"],
  constraints: encryptionConstraints,
  run: (_store, { now }, stream) => {
    checkEncryptionChanges(stream, now);
    stream.update(now, () => {
      stream.sealing = { shown: { EncryptionType: "NONE" }, keyArn: undefined };
    });
    stream.recent.note("encryption", now);
    return {};
  },
});
