import { CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateDeliveryStreamCommand } from "@aws-sdk/client-firehose";
import {
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetRoleCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateStreamCommand } from "@aws-sdk/client-kinesis";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import type { AccountClients } from "../../harness/clients.ts";
import type { ResourceKind } from "../../harness/journal/journal.ts";
import type { Clients } from "./clients.ts";

export interface LeftoverSettings {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
}

type AnyClients = Clients | AccountClients;
type Make = (clients: AnyClients, settings: LeftoverSettings) => Promise<unknown>;

const trust = (service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });

const everything = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

/** Something of each kind, as a run makes it, with what is in the way of its removal. */
export const leftovers: Readonly<Record<ResourceKind, Make>> = {
  bucket: async ({ s3 }, { name: Bucket, tags }) => {
    const Tags = listOf(tags);
    await s3.send(new CreateBucketCommand({ Bucket, ...(Tags.length > 0 && { CreateBucketConfiguration: { Tags } }) }));
    await s3.send(new PutObjectCommand({ Bucket, Key: "object", Body: "x" }));
  },
  "data-stream": ({ kinesis }, { name: StreamName, tags }) =>
    kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1, Tags: { ...tags } })),
  "delivery-stream": async (clients, { name, tags }) => {
    const Tags = listOf(tags);
    const RoleARN = await somebodysRole(clients);
    await clients.firehose.send(
      new CreateDeliveryStreamCommand({
        DeliveryStreamName: name,
        DeliveryStreamType: "DirectPut",
        ExtendedS3DestinationConfiguration: {
          BucketARN: `arn:aws:s3:::${bucketBeside(RoleARN)}`,
          RoleARN,
        },
        ...(Tags.length > 0 && { Tags }),
      }),
    );
  },
  "log-group": ({ logs }, { name, tags }) =>
    logs.send(
      new CreateLogGroupCommand({
        logGroupName: `/aws/kinesisfirehose/${name}`,
        ...(Object.keys(tags).length > 0 && { tags: { ...tags } }),
      }),
    ),
  role: async ({ iam }, { name: RoleName, tags }) => {
    await iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: trust("firehose.amazonaws.com"),
        Tags: listOf(tags),
      }),
    );
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "deliver", PolicyDocument: everything }));
  },
  policy: ({ iam }, { name: PolicyName, tags }) =>
    iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: everything, Tags: listOf(tags) })),
  user: async ({ iam }, { name: UserName, tags }) => {
    await iam.send(new CreateUserCommand({ UserName, Tags: listOf(tags) }));
    await iam.send(new CreateAccessKeyCommand({ UserName }));
  },
  key: ({ kms }, { name: Description, tags }) =>
    kms.send(
      new CreateKeyCommand({
        Description,
        Tags: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
      }),
    ),
};

function listOf(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** A role of somebody's and the bucket beside it, for delivery streams need both. The role's ARN. */
export async function somebodysRole({ iam, s3 }: AnyClients): Promise<string> {
  const RoleName = "somebodys-delivery";
  const AssumeRolePolicyDocument = trust("firehose.amazonaws.com");
  const making = iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const { Role } = await making.catch(() => iam.send(new GetRoleCommand({ RoleName })));
  const arn = Role?.Arn ?? "";
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "deliver", PolicyDocument: everything }));
  await s3.send(new CreateBucketCommand({ Bucket: bucketBeside(arn) }));
  return arn;
}

/** Name of the bucket that `somebodysRole` makes. */
export function bucketBeside(roleArn: string): string {
  return `somebodys-${roleArn.split(":")[4]}`;
}
