import { StartStreamEncryption$, type StartStreamEncryptionInput } from "@aws-sdk/client-kinesis";
import { checkEncryptionChanges, encryptionConstraints } from "../encryption.ts";
import { keyArnOf } from "../kms.ts";
import { streamAction } from "../stream-action.ts";

/**
 * Seals the records that come in from then on with a KMS key, or with another one than before. The caller must be able
 * to see the key. Source: Kinesis API Reference, StartStreamEncryption.
 */
export const startStreamEncryption = streamAction<StartStreamEncryptionInput, object>({
  schema: StartStreamEncryption$,
  emulates: ["EncryptionType", "KeyId"],
  constraints: encryptionConstraints,
  run: async (store, request, stream) => {
    const { input, now } = request;
    const KeyId = input.KeyId ?? "";
    checkEncryptionChanges(stream, now);
    const keyArn = await keyArnOf(store, request, stream, KeyId);
    stream.update(now, () => {
      stream.sealing = { shown: { EncryptionType: "KMS", KeyId }, keyArn };
    });
    stream.recent.note("encryption", now);
    return {};
  },
});
