import { ReEncrypt$, type ReEncryptRequest, type ReEncryptResponse } from "@aws-sdk/client-kms";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import * as constraints from "../constraints.ts";
import { open, referenceIn, refuseAlgorithm, seal } from "../crypto.ts";
import { checkGrantTokens } from "../grant-tokens.ts";
import { keyIdConstraint, refuseState } from "../key-action.ts";
import { existing, keyReference } from "../key-reference.ts";
import { cryptoContext, onKey } from "../permissions.ts";
import type { KmsStore } from "../store.ts";

/**
 * Moves ciphertext under another key or context without showing the plaintext. Needs kms:ReEncryptFrom on the one key
 * and kms:ReEncryptTo on the other. Errors: as Decrypt and Encrypt. Source: KMS API Reference, ReEncrypt.
 */
export const reEncrypt = action<KmsStore, ReEncryptRequest, ReEncryptResponse>({
  schema: ReEncrypt$,
  emulates: [
    ...(["CiphertextBlob", "SourceEncryptionContext", "SourceKeyId", "DestinationKeyId", "GrantTokens"] as const),
    ...(["DestinationEncryptionContext", "SourceEncryptionAlgorithm", "DestinationEncryptionAlgorithm"] as const),
  ],
  permissions: (store, call) => {
    const { input } = call;
    checkConstraints(
      {
        CiphertextBlob: constraints.ciphertext,
        SourceKeyId: { minLength: 1, maxLength: 2048 },
        DestinationKeyId: keyIdConstraint,
        GrantTokens: constraints.grantTokens,
        SourceEncryptionAlgorithm: constraints.algorithm,
        DestinationEncryptionAlgorithm: constraints.algorithm,
      },
      input,
    );
    const { CiphertextBlob = new Uint8Array(), SourceKeyId, DestinationKeyId = "" } = input;
    const source =
      SourceKeyId === undefined ? referenceIn(store, call, CiphertextBlob) : keyReference(store, call, SourceKeyId);
    const destination = keyReference(store, call, DestinationKeyId);
    const isSame = { "kms:reencryptonsamekey": String(source.arn === destination.arn) };
    return [
      onKey(store, call, "kms:ReEncryptFrom", source, { ...cryptoContext(input.SourceEncryptionContext), ...isSame }),
      onKey(store, call, "kms:ReEncryptTo", destination, {
        ...cryptoContext(input.DestinationEncryptionContext),
        ...isSame,
      }),
    ];
  },
  run: (store, request) => {
    const { input } = request;
    const { CiphertextBlob = new Uint8Array(), SourceEncryptionContext, SourceKeyId, DestinationKeyId = "" } = input;
    checkGrantTokens(store, input.GrantTokens);
    refuseAlgorithm(input.SourceEncryptionAlgorithm);
    refuseAlgorithm(input.DestinationEncryptionAlgorithm);
    const { key: source, plaintext } = open(store, request, CiphertextBlob, SourceEncryptionContext, SourceKeyId);
    const key = existing(keyReference(store, request, DestinationKeyId));
    refuseState(key, "enabled");
    return {
      CiphertextBlob: seal(store, key, plaintext, input.DestinationEncryptionContext),
      SourceKeyId: source.arn,
      KeyId: key.arn,
      SourceEncryptionAlgorithm: "SYMMETRIC_DEFAULT",
      DestinationEncryptionAlgorithm: "SYMMETRIC_DEFAULT",
    };
  },
});
