import type { ExtendedS3DestinationConfiguration, KeyType } from "@aws-sdk/client-firehose";
import type { DataStreamConfiguration, DeliveryStreamConfiguration } from "../../../configuration.ts";
import { InputError } from "../../../input-error.ts";
import type { Owned } from "../../../part.ts";
import type { Draft } from "../../draft.ts";
import { endpointMembers, s3HalfOf } from "../../endpoint.ts";
import { limiting } from "../../reaching.ts";
import { plain } from "../../tree.ts";
import type { Reading } from "../reading.ts";
import { strangeIn } from "../shapes.ts";
import { destinationShapes } from "./shapes.ts";

/** AWS::Kinesis::Stream. */
export function readDataStream({ source, text, attribute }: Reading): Partial<Draft> {
  const key = text("StreamEncryption", "KeyId");
  const capacity = capacityOf(text);
  return {
    dataStreams: [{ arn: attribute("Arn"), ...(key !== undefined && { kmsKeyArn: key }), ...capacity, source }],
  };
}

/** What cannot be worked out is not known: no delivery depends on how many shards there are. */
function capacityOf(text: Reading["text"]): Pick<DataStreamConfiguration, "streamMode" | "shardCount"> {
  const known = (...names: readonly string[]) => {
    try {
      return text(...names);
    } catch (error) {
      if (error instanceof InputError) return undefined;
      throw error;
    }
  };
  const mode = known("StreamModeDetails", "StreamMode");
  const count = known("ShardCount");
  return {
    ...((mode === "PROVISIONED" || mode === "ON_DEMAND") && { streamMode: mode }),
    ...(count !== undefined && /^\d+$/.test(count) && { shardCount: Number(count) }),
  };
}

/** AWS::Kinesis::ResourcePolicy. */
export function readDataStreamPolicy({ source, resource, text, policy }: Reading): Partial<Draft> {
  const what = `${resource.type} \`${resource.logicalId}\``;
  const arn = text("ResourceArn") ?? "";
  return { ofDataStreams: [{ arn, policy: policy("data stream policy", "ResourcePolicy"), what, source }] };
}

/** AWS::Logs::LogStream; a group alone takes no events. */
export function readLogStream({ name, text }: Reading): Partial<Draft> {
  return { logStreams: [{ group: text("LogGroupName") ?? "", stream: name }] };
}

/** AWS::KinesisFirehose::DeliveryStream. Its S3 destinations have the API's names for everything in them. */
export function readDeliveryStream(reading: Reading): Partial<Draft> {
  const { template, source, name, text, property, notChecked } = reading;
  const { id: accountId, region } = template.account;
  const s3 = property("ExtendedS3DestinationConfiguration") ?? property("S3DestinationConfiguration");
  const half =
    s3 === undefined
      ? Object.keys(endpointMembers).flatMap((member) => {
          const settings = property(member);
          return settings === undefined ? [] : (s3HalfOf(member, plain(settings) as object) ?? []);
        })[0]
      : undefined;
  const destination = s3 === undefined ? half?.destination : (plain(s3) as ExtendedS3DestinationConfiguration);
  const what = `${reading.resource.type} \`${reading.resource.logicalId}\``;
  if (destination === undefined) {
    const because = "it writes nothing to S3";
    return {
      notChecked: [{ what, because, source, couldMatter: false }],
      leftOut: [{ kind: "delivery-stream", name, what, because, fix: "give it an S3 destination", source }],
    };
  }
  const dataStreamArn = text("KinesisStreamSourceConfiguration", "KinesisStreamARN");
  const roleArn = text("KinesisStreamSourceConfiguration", "RoleARN");
  const stream: Owned<DeliveryStreamConfiguration> = {
    accountId,
    region,
    name,
    ...(dataStreamArn !== undefined && roleArn !== undefined && { reads: { dataStreamArn, roleArn } }),
    destination,
    ...(half !== undefined && { endpoint: half.endpoint }),
    ...encryptionOf(reading),
    source,
  };
  const others = (["MSKSourceConfiguration", "DatabaseSourceConfiguration"] as const).filter(
    (each) => property(each) !== undefined,
  );
  return {
    deliveryStreams: [stream],
    notChecked: [
      ...others.map(
        (each) =>
          [each, "only a data stream or direct puts are emulated as source: the record is put directly"] as const,
      ),
      ...strangeMembers(reading).map(
        (each) => [each, "it is no property that is known here, and one that does not exist is refused"] as const,
      ),
    ].map(([each, because]) => ({ ...limiting(notChecked(each, because, true), name), couldOnlyBreak: true })),
  };
}

function strangeMembers({ property }: Reading): readonly string[] {
  return Object.entries(destinationShapes).flatMap(([name, shape]) => strangeIn(property(name), shape, name));
}

/** With a data stream as source, that is what is encrypted, and AWS refuses this. */
function encryptionOf({ text }: Reading): Pick<DeliveryStreamConfiguration, "encryption"> {
  const KeyType = text("DeliveryStreamEncryptionConfigurationInput", "KeyType") as KeyType | undefined;
  const KeyARN = text("DeliveryStreamEncryptionConfigurationInput", "KeyARN");
  return KeyType === undefined ? {} : { encryption: { KeyType, ...(KeyARN !== undefined && { KeyARN }) } };
}
