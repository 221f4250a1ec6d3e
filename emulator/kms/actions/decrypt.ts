import { Decrypt$, type DecryptRequest, type DecryptResponse } from "@aws-sdk/client-kms";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import * as constraints from "../constraints.ts";
import { open, referenceIn, refuseAlgorithm } from "../crypto.ts";
import { checkGrantTokens } from "../grant-tokens.ts";
import { keyReference } from "../key-reference.ts";
import { cryptoContext, onKey } from "../permissions.ts";
import type { KmsStore } from "../store.ts";

/**
 * Opens what a key sealed, with the same encryption context; the ciphertext itself names the key.
 * Errors: InvalidCiphertextException, IncorrectKeyException, DisabledException, KMSInvalidStateException.
 * Source: KMS API Reference, Decrypt.
 */
export const decrypt = action<KmsStore, DecryptRequest, DecryptResponse>({
  schema: Decrypt$,
  emulates: ["CiphertextBlob", "EncryptionContext", "GrantTokens", "KeyId", "EncryptionAlgorithm"],
  permissions: (store, call) => {
    const { CiphertextBlob = new Uint8Array(), EncryptionContext, KeyId } = call.input;
    checkConstraints(
      {
        CiphertextBlob: constraints.ciphertext,
        GrantTokens: constraints.grantTokens,
        KeyId: { minLength: 1, maxLength: 2048 },
        EncryptionAlgorithm: constraints.algorithm,
      },
      call.input,
    );
    const named = KeyId === undefined ? referenceIn(store, call, CiphertextBlob) : keyReference(store, call, KeyId);
    return [onKey(store, call, "kms:Decrypt", named, cryptoContext(EncryptionContext))];
  },
  run: (store, request) => {
    const { CiphertextBlob = new Uint8Array(), EncryptionContext, KeyId, GrantTokens } = request.input;
    checkGrantTokens(store, GrantTokens);
    refuseAlgorithm(request.input.EncryptionAlgorithm);
    const { key, plaintext } = open(store, request, CiphertextBlob, EncryptionContext, KeyId);
    return { KeyId: key.arn, Plaintext: plaintext, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" };
  },
});
