import {
  CreateDeliveryStreamCommand,
  PutRecordCommand as PutIntoDeliveryStreamCommand,
} from "@aws-sdk/client-firehose";
import { PutRecordCommand } from "@aws-sdk/client-kinesis";
import type { Configuration } from "../configuration.ts";
import type { Stage } from "./stage.ts";

/** Answers the ARN. Rejects with `CallRefused`. */
export async function createDeliveryStream(
  { handsOf }: Pick<Stage, "handsOf">,
  { accountA, deliveryStream: { name, destination, reads } }: Configuration,
): Promise<string | undefined> {
  const { DeliveryStreamARN: arn } = await handsOf(accountA.id).send(
    "firehose",
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: name,
      ExtendedS3DestinationConfiguration: destination,
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

/** Into the data stream, or into the delivery stream where it reads none. Rejects with `CallRefused`. */
export async function putRecord(
  { handsOf }: Pick<Stage, "handsOf">,
  { accountA, deliveryStream: { name, reads } }: Configuration,
  data: string,
): Promise<void> {
  const Data = Buffer.from(data);
  if (reads === undefined) {
    const put = new PutIntoDeliveryStreamCommand({ DeliveryStreamName: name, Record: { Data } });
    await handsOf(accountA.id).send("firehose", put);
    return;
  }
  const [, , , region, owner = "", resource = ""] = reads.dataStreamArn.split(":");
  const StreamName = resource.replace("stream/", "");
  await handsOf(owner, region).send("kinesis", new PutRecordCommand({ StreamName, Data, PartitionKey: "1" }));
}
