import type { NotChecked } from "../../../configuration.ts";
import type { Draft } from "../../draft.ts";
import type { Reading } from "../reading.ts";
import { readBucket, readBucketPolicy } from "./buckets.ts";
import { readAlias, readKey } from "./keys.ts";
import { readManagedPolicy, readPolicy, readRole, readRolePolicy } from "./roles.ts";
import { readDataStream, readDataStreamPolicy, readDeliveryStream, readLogStream } from "./streams.ts";

const readers = new Map<string, (reading: Reading) => Partial<Draft>>([
  ["AWS::KinesisFirehose::DeliveryStream", readDeliveryStream],
  ["AWS::Kinesis::Stream", readDataStream],
  ["AWS::Kinesis::ResourcePolicy", readDataStreamPolicy],
  ["AWS::IAM::Role", readRole],
  ["AWS::IAM::Policy", readPolicy],
  ["AWS::IAM::RolePolicy", readRolePolicy],
  ["AWS::IAM::ManagedPolicy", readManagedPolicy],
  ["AWS::S3::Bucket", readBucket],
  ["AWS::S3::BucketPolicy", readBucketPolicy],
  ["AWS::KMS::Key", readKey],
  ["AWS::KMS::Alias", readAlias],
  ["AWS::Logs::LogGroup", () => ({})],
  ["AWS::Logs::LogStream", readLogStream],
  ["AWS::CDK::Metadata", () => ({})],
]);

/** Types that may change what a delivery meets, each with why; every other type has no part in it. */
const couldMatter = new Map([
  ["AWS::CloudFormation::Stack", "what a nested stack creates is in a template of its own: give that one too"],
  ["AWS::CloudFormation::CustomResource", "what a custom resource does is known to its code alone"],
  ["AWS::Organizations::Policy", "policies of an organization are not read"],
  ["AWS::KMS::ReplicaKey", "replicas of keys are not emulated"],
]);

/** Custom resources of the CDK that change nothing about a delivery. */
const harmlessCustom = new Set([
  "Custom::S3AutoDeleteObjects",
  "Custom::LogRetention",
  "Custom::AWSCDKOpenIdConnectProvider",
]);

export function readResource(reading: Reading): Partial<Draft> {
  const read = readers.get(reading.resource.type);
  return read === undefined ? { notChecked: [unread(reading)] } : read(reading);
}

function unread({ resource: { type, logicalId }, source }: Reading): NotChecked {
  const what = `${type} \`${logicalId}\``;
  const isCustom = type.startsWith("Custom::") && !harmlessCustom.has(type);
  const because = couldMatter.get(isCustom ? "AWS::CloudFormation::CustomResource" : type);
  return { what, because: because ?? "it has no part in the delivery", source, couldMatter: because !== undefined };
}
