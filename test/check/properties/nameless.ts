import type { Change, Json } from "./files.ts";

const names = new Set(["RoleName", "BucketName", "DeliveryStreamName", "ManagedPolicyName", "StreamName", "AliasName"]);
const named = /^AWS::(?:Kinesis::Stream|S3::Bucket|IAM::Role|IAM::ManagedPolicy|KinesisFirehose::DeliveryStream)$/;

/** A template in which everything has the name that CloudFormation draws for it. */
export const nameless: Change = ({ kind, value }) => {
  if (kind !== "template") return undefined;
  const resources = Object.entries(value.Resources as Json).map(([id, resource]) => {
    const { Type, Properties, ...others } = resource as { readonly Type: string; readonly Properties?: Json };
    if (Properties === undefined || !named.test(Type)) return [id, resource] as const;
    const kept = Object.entries(Properties).filter(([name]) => name !== "Name" && !names.has(name));
    return [id, { Type, ...others, Properties: Object.fromEntries(kept) }] as const;
  });
  return JSON.parse(asDeployed(JSON.stringify({ ...value, Resources: Object.fromEntries(resources) }))) as Json;
};

/** What the other half writes out of the corpus's names, as CloudFormation would have drawn it. */
export function asDeployed(text: string): string {
  return text
    .replaceAll("role/delivery", "role/ingest-DeliveryRole-1A2B3C4D5E6F7")
    .replaceAll("b-landing", "lake-landing-1a2b3c4d5e6f7");
}
