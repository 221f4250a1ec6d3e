import type { DeliveryStreamEncryptionConfigurationInput } from "@aws-sdk/client-firehose";
import type { CreateGrantResponse, GenerateDataKeyResponse } from "@aws-sdk/client-kms";
import type { Call } from "../model/action.ts";
import { serviceCaller } from "../model/caller.ts";
import type { Environment } from "../model/environment.ts";
import { invalidArgument, invalidKmsResource } from "./errors.ts";
import { callService, RefusedCall, type ServiceCall } from "./service-call.ts";

/** Server-side encryption of what a Direct PUT stream buffers. */
export type Encryption =
  | { readonly kind: "disabled" }
  | {
      readonly kind: "enabled";
      readonly key: StreamKey;
      /** From when on records are encrypted; the status is ENABLING before. Milliseconds since the epoch. */
      readonly sinceMs: number;
    };

export type StreamKey =
  | { readonly kind: "aws-owned" }
  | {
      readonly kind: "customer";
      readonly arn: string;
      /** What lets Firehose use the key. */
      readonly grantToken: string;
      /** A data key as KMS sealed it; opening it again is the proof that the key can still be used. */
      readonly sealedDataKey: Uint8Array;
    };

/** AWS takes "a few seconds" from ENABLING to ENABLED. */
export const enablingMs = 5_000;

/** Firehose acting as itself, by the grant that a customer key has for it. */
const firehose = serviceCaller("firehose.amazonaws.com");

/** Whether KeyType and KeyARN go together. The rule is AWS's, the words are ours. Source: API Reference. */
export function checkEncryptionInput({ KeyType, KeyARN }: DeliveryStreamEncryptionConfigurationInput): void {
  if (KeyType === "CUSTOMER_MANAGED_CMK" && KeyARN === undefined) {
    throw invalidArgument("KeyARN is required when KeyType is CUSTOMER_MANAGED_CMK.");
  }
  if (KeyType === "AWS_OWNED_CMK" && KeyARN !== undefined) {
    throw invalidArgument("KeyARN is not allowed when KeyType is AWS_OWNED_CMK.");
  }
}

/**
 * Takes a key into use. For a customer key Firehose makes a grant with the permissions of who asks for it. Throws
 * InvalidKMSResourceException with what KMS said. Source: API Reference, StartDeliveryStreamEncryption.
 */
export async function openKey(
  environment: Environment,
  { caller, region, transport }: Pick<Call<object>, "caller" | "region" | "transport">,
  given: DeliveryStreamEncryptionConfigurationInput,
): Promise<StreamKey> {
  const { KeyARN: arn } = given;
  if (arn === undefined) return { kind: "aws-owned" };
  const { GrantToken: grantToken = "" } = await kms<CreateGrantResponse>(environment, region, "CreateGrant", {
    as: caller,
    forwards: { transport, service: "firehose.amazonaws.com" },
    input: {
      KeyId: arn,
      GranteePrincipal: "firehose.amazonaws.com",
      Operations: ["GenerateDataKey", "Decrypt", "RetireGrant"],
    },
  });
  // With its token a grant is in force at once.
  const input = { KeyId: arn, KeySpec: "AES_256", GrantTokens: [grantToken] };
  const { CiphertextBlob: sealedDataKey = new Uint8Array() } = await kms<GenerateDataKeyResponse>(
    environment,
    region,
    "GenerateDataKey",
    { as: firehose, input },
  );
  return { kind: "customer", arn, grantToken, sealedDataKey };
}

/** Whether what is put can be encrypted now. Throws InvalidKMSResourceException. */
export async function proveKey(environment: Environment, region: string, key: StreamKey): Promise<void> {
  await asKmsResource(unseal(environment, region, key));
}

/** Opens what is buffered, before it is written out. Rejects with `RefusedCall`. */
export async function unseal(environment: Environment, region: string, key: StreamKey): Promise<void> {
  if (key.kind === "aws-owned") return;
  const input = { KeyId: key.arn, CiphertextBlob: key.sealedDataKey, GrantTokens: [key.grantToken] };
  await callKms(environment, region, "Decrypt", { as: firehose, input });
}

/** Gives a key back. Throws InvalidKMSResourceException where its grant cannot be retired. */
export async function closeKey(environment: Environment, region: string, key: StreamKey): Promise<void> {
  if (key.kind === "aws-owned") return;
  await kms(environment, region, "RetireGrant", { as: firehose, input: { GrantToken: key.grantToken } });
}

function kms<Output>(...call: Parameters<typeof callKms>): Promise<Output> {
  return asKmsResource(callKms<Output>(...call));
}

function callKms<Output>(
  environment: Environment,
  region: string,
  operation: string,
  call: Pick<ServiceCall, "as" | "input" | "forwards">,
): Promise<Output> {
  const viaService = `firehose.${region}.amazonaws.com`;
  return callService<Output>(environment, { ...call, service: "kms", operation, region, viaService });
}

function asKmsResource<Output>(call: Promise<Output>): Promise<Output> {
  return call.catch((error: unknown) => {
    throw error instanceof RefusedCall ? invalidKmsResource(error) : error;
  });
}
