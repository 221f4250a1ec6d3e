import { Encrypt$, type EncryptRequest, type EncryptResponse } from "@aws-sdk/client-kms";
import * as constraints from "../constraints.ts";
import { refuseAlgorithm, seal } from "../crypto.ts";
import { checkGrantTokens } from "../grant-tokens.ts";
import { keyAction } from "../key-action.ts";
import { cryptoContext } from "../permissions.ts";

/** Up to 4,096 bytes under a key. Errors: DisabledException, KMSInvalidStateException. Source: KMS API Reference, Encrypt. */
export const encrypt = keyAction<EncryptRequest, EncryptResponse>({
  schema: Encrypt$,
  emulates: ["Plaintext", "EncryptionContext", "GrantTokens", "EncryptionAlgorithm"],
  constraints: {
    Plaintext: constraints.plaintext,
    GrantTokens: constraints.grantTokens,
    EncryptionAlgorithm: constraints.algorithm,
  },
  context: ({ EncryptionContext }) => cryptoContext(EncryptionContext),
  crossAccount: true,
  on: "enabled",
  run: (store, { input }, key) => {
    checkGrantTokens(store, input.GrantTokens);
    refuseAlgorithm(input.EncryptionAlgorithm);
    return {
      CiphertextBlob: seal(store, key, input.Plaintext ?? new Uint8Array(), input.EncryptionContext),
      KeyId: key.arn,
      EncryptionAlgorithm: "SYMMETRIC_DEFAULT",
    };
  },
});
