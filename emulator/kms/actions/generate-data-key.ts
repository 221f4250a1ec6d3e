import { GenerateDataKey$, type GenerateDataKeyRequest, type GenerateDataKeyResponse } from "@aws-sdk/client-kms";
import * as constraints from "../constraints.ts";
import { newDataKey } from "../crypto.ts";
import { checkGrantTokens } from "../grant-tokens.ts";
import { keyAction } from "../key-action.ts";
import { cryptoContext } from "../permissions.ts";

/**
 * A new data key, in the clear to encrypt with and sealed to keep beside the data.
 * Errors: ValidationException, DisabledException, KMSInvalidStateException. Source: KMS API Reference, GenerateDataKey.
 */
export const generateDataKey = keyAction<GenerateDataKeyRequest, GenerateDataKeyResponse>({
  schema: GenerateDataKey$,
  emulates: ["EncryptionContext", "NumberOfBytes", "KeySpec", "GrantTokens"],
  constraints: constraints.dataKey,
  context: ({ EncryptionContext }) => cryptoContext(EncryptionContext),
  crossAccount: true,
  on: "enabled",
  run: (store, { input }, key) => {
    checkGrantTokens(store, input.GrantTokens);
    const { plaintext, sealed } = newDataKey(store, key, input);
    return { CiphertextBlob: sealed, Plaintext: plaintext, KeyId: key.arn };
  },
});
