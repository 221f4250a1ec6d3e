import {
  GenerateDataKeyWithoutPlaintext$,
  type GenerateDataKeyWithoutPlaintextRequest,
  type GenerateDataKeyWithoutPlaintextResponse,
} from "@aws-sdk/client-kms";
import * as constraints from "../constraints.ts";
import { newDataKey } from "../crypto.ts";
import { checkGrantTokens } from "../grant-tokens.ts";
import { keyAction } from "../key-action.ts";
import { cryptoContext } from "../permissions.ts";

/** A new data key, sealed only. Source: KMS API Reference, GenerateDataKeyWithoutPlaintext. */
export const generateDataKeyWithoutPlaintext = keyAction<
  GenerateDataKeyWithoutPlaintextRequest,
  GenerateDataKeyWithoutPlaintextResponse
>({
  schema: GenerateDataKeyWithoutPlaintext$,
  emulates: ["EncryptionContext", "NumberOfBytes", "KeySpec", "GrantTokens"],
  constraints: constraints.dataKey,
  context: ({ EncryptionContext }) => cryptoContext(EncryptionContext),
  crossAccount: true,
  on: "enabled",
  run: (store, { input }, key) => {
    checkGrantTokens(store, input.GrantTokens);
    return { CiphertextBlob: newDataKey(store, key, input).sealed, KeyId: key.arn };
  },
});
