/**
 * KMS: symmetric keys, key policies, grants and aliases, with real AES-256-GCM.
 *
 * **Supported**: customer keys and the AWS managed keys `aws/s3` and `aws/kinesis`; key policies as the primary authority,
 * in and across accounts; grants with encryption context constraints; data keys, Encrypt, Decrypt, ReEncrypt; key states
 * and deletion on the clock; tags; predefined aliases without a key; the condition keys of KMS, `kms:ViaService` among them.
 *
 * **Gaps**: asymmetric, HMAC, imported and multi-Region keys, custom key stores, DryRun. Grants are in force at once but
 * with `likeAws`, where they take a while without their token; other changes always are, where AWS may take minutes.
 * Rotation is kept as a setting; the material stays.
 *
 * **By design**: a ciphertext names its key by ARN, as AWS's does in its own form. A key that is missing in the caller's
 * account is NotFoundException for who may use keys there; of other accounts' keys nobody learns whether they exist.
 *
 * Sources: KMS API Reference and Developer Guide, the API's model of August 2026, answers recorded by LocalStack (2023–2024).
 */
import * as model from "@aws-sdk/client-kms";
import { bind } from "../model/action.ts";
import { actionsIn } from "../model/action-folder.ts";
import type { Environment } from "../model/environment.ts";
import type { Service } from "../model/service.ts";
import { KmsStore } from "./store.ts";

const actions = await actionsIn<KmsStore>(new URL("./actions/", import.meta.url));

export function createKms(environment: Environment): Service {
  return {
    name: "kms",
    signingName: "kms",
    protocol: { kind: "aws-json", version: "1.1", targetPrefix: "TrentService" },
    model,
    actions: bind(new KmsStore(environment), actions),
    close: async () => {},
  };
}
