import {
  CreateDeliveryStreamCommand,
  PutRecordCommand as PutIntoDeliveryStreamCommand,
} from "@aws-sdk/client-firehose";
import { PutRecordCommand } from "@aws-sdk/client-kinesis";
import { arnParts } from "../../emulator/model/arn.ts";
import type { Configuration } from "../configuration.ts";
import { CallRefused } from "./hands.ts";
import type { LeftOut } from "./play/left-out.ts";
import type { Refusal } from "./play/refusal.ts";
import type { Stage } from "./stage.ts";

export interface Created {
  readonly arn: string;
  readonly leftOut: readonly LeftOut[];
}

/** `refusal`: what AWS says to a part of it that is not played. Rejects with `CallRefused`. */
export async function createDeliveryStream(
  stage: Pick<Stage, "handsOf">,
  configuration: Configuration,
  refusal?: Refusal,
): Promise<Created> {
  const { accountA, deliveryStream } = configuration;
  if (refusal !== undefined) {
    throw new CallRefused({ accountId: accountA.id, call: "firehose:CreateDeliveryStream", ...refusal }, undefined);
  }
  try {
    return { arn: await create(stage, configuration), leftOut: [] };
  } catch (error) {
    if (deliveryStream.encryption === undefined || !isForGrant(error)) throw error;
    const unencrypted = { ...configuration, deliveryStream: { ...deliveryStream, encryption: undefined } };
    return { arn: await create(stage, unencrypted), leftOut: [grantOf(deliveryStream.encryption.KeyARN ?? "")] };
  }
}

/** The grant is made with the permissions of whoever creates the delivery stream; who that is, no input says. */
function isForGrant(error: unknown): boolean {
  if (!(error instanceof CallRefused)) return false;
  const { code, message } = error.refusal;
  return code === "InvalidKMSResourceException" && message.includes("kms:CreateGrant");
}

function grantOf(key: string): LeftOut {
  return {
    what: `kms:CreateGrant on key ${key}`,
    because: "it is denied to the account's root user, and who creates the delivery stream is not in the input",
    couldBreak: true,
  };
}

async function create(
  { handsOf }: Pick<Stage, "handsOf">,
  { accountA, deliveryStream: { name, destination, reads, encryption } }: Configuration,
): Promise<string> {
  const { DeliveryStreamARN: arn = "" } = await handsOf(accountA.id).send(
    "firehose",
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: name,
      ExtendedS3DestinationConfiguration: destination,
      ...(encryption !== undefined && { DeliveryStreamEncryptionConfigurationInput: encryption }),
      ...(reads === undefined
        ? { DeliveryStreamType: "DirectPut" }
        : {
            DeliveryStreamType: "KinesisStreamAsSource",
            KinesisStreamSourceConfiguration: { KinesisStreamARN: reads.dataStreamArn, RoleARN: reads.roleArn },
          }),
    }),
  );
  return arn;
}

/**
 * Into the data stream, or into the delivery stream where it reads none; from then on the organization's policies are in force.
 * Rejects with `CallRefused`.
 */
export async function putRecord(
  { handsOf, bind }: Pick<Stage, "handsOf" | "bind">,
  { accountA, deliveryStream: { name, reads } }: Configuration,
  Data: Uint8Array,
): Promise<void> {
  if (reads === undefined) {
    const put = new PutIntoDeliveryStreamCommand({ DeliveryStreamName: name, Record: { Data } });
    await handsOf(accountA.id).send("firehose", put);
    await bind();
    return;
  }
  const { region, accountId: owner, resource } = arnParts(reads.dataStreamArn);
  const StreamName = resource.replace("stream/", "");
  await handsOf(owner, region).send("kinesis", new PutRecordCommand({ StreamName, Data, PartitionKey: "1" }));
  await bind();
}
