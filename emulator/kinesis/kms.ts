import type { DescribeKeyCommandOutput, GenerateDataKeyCommandOutput } from "@aws-sdk/client-kms";
import type { Call } from "../model/action.ts";
import { ServiceError } from "../model/service-error.ts";
import type { KinesisStore } from "./store.ts";
import type { Stream } from "./stream.ts";

/** Kinesis as a customer of KMS: it asks with its caller's own permissions. */
type By = Pick<Call<object>, "caller" | "transport">;

/** ARN of the key that `keyId` names: id, ARN, alias or alias ARN. */
export async function keyArnOf(store: KinesisStore, by: By, stream: Stream, keyId: string): Promise<string> {
  const input = { KeyId: keyId };
  const { KeyMetadata } = (await ask(store, by, stream, "DescribeKey", input)) as DescribeKeyCommandOutput;
  return KeyMetadata?.Arn ?? keyId;
}

/**
 * What a producer must be able to do, on each put: have a data key made. Nothing happens where the stream is not encrypted.
 * Source: Kinesis Data Streams Developer Guide, "Permissions to use user-generated KMS keys".
 */
export async function seal(store: KinesisStore, by: By, stream: Stream, keyArn: string): Promise<void> {
  const input = { KeyId: keyArn, KeySpec: "AES_256", EncryptionContext: encryptionContext(stream) };
  const made = (await ask(store, by, stream, "GenerateDataKey", input)) as GenerateDataKeyCommandOutput;
  if (made.CiphertextBlob !== undefined) stream.dataKeys.set(keyArn, made.CiphertextBlob);
}

/** What a consumer must be able to do, once for each key that the records which it reads were sealed with. */
export async function unseal(store: KinesisStore, by: By, stream: Stream, keyArn: string): Promise<void> {
  const input = { CiphertextBlob: stream.dataKeys.get(keyArn), EncryptionContext: encryptionContext(stream) };
  await ask(store, by, stream, "Decrypt", input);
}

/** Source: Kinesis Data Streams Developer Guide, "What is server-side encryption": the context is the stream's ARN. */
function encryptionContext({ arn }: Stream): Record<string, string> {
  return { "aws:kinesis:arn": arn };
}

async function ask(
  { environment }: KinesisStore,
  { caller: as, transport }: By,
  { region }: Stream,
  operation: "DescribeKey" | "GenerateDataKey" | "Decrypt",
  input: object,
): Promise<unknown> {
  const viaService = `kinesis.${region}.amazonaws.com`;
  try {
    const forwards = { transport, service: "kinesis.amazonaws.com" };
    return await environment.invoke({ as, service: "kms", operation, input, region, viaService, forwards });
  } catch (error) {
    throw error instanceof ServiceError ? inWordsOfKinesis(error) : error;
  }
}

/** Source: Kinesis API Reference, errors of PutRecord and StartStreamEncryption. KMS's own text goes with them. */
function inWordsOfKinesis(error: ServiceError): ServiceError {
  switch (error.code) {
    case "AccessDeniedException":
    case "DisabledException":
    case "NotFoundException":
      return new ServiceError(`KMS${error.code}`, error.message, 400);
    default:
      return error;
  }
}
