import {
  CreateDeliveryStreamCommand,
  type CreateDeliveryStreamInput,
  type DeliveryStreamDescription,
  DescribeDeliveryStreamCommand,
  type ExtendedS3DestinationConfiguration,
  PutRecordBatchCommand,
} from "@aws-sdk/client-firehose";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
} from "@aws-sdk/client-s3";
import { type Clients, type TwoAccounts, twoAccounts } from "../../support/clients.ts";

export const secondsMs = 1_000;
/** After this a delivery stream is ACTIVE. */
export const creationMs = 10 * secondsMs;

/** What a role must allow for a bucket of another account. Source: Firehose User Guide, "Controlling access". */
export const deliveryActions = [
  "s3:AbortMultipartUpload",
  "s3:GetBucketLocation",
  "s3:GetObject",
  "s3:ListBucket",
  "s3:ListBucketMultipartUploads",
  "s3:PutObject",
  "s3:PutObjectAcl",
];

export interface Statement {
  readonly Effect?: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

export function policy(...statements: readonly Statement[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })),
  });
}

/** A trust policy as the guide has it. */
export function trustingFirehose(externalId: string): string {
  return policy({
    Principal: { Service: "firehose.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "sts:ExternalId": externalId } },
  });
}

/** Makes a role and answers its ARN. */
export async function createRole(
  clients: Clients,
  RoleName: string,
  AssumeRolePolicyDocument: string,
  ...statements: readonly Statement[]
): Promise<string> {
  const { Role } = await clients.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  if (statements.length > 0) await putRolePolicy(clients, RoleName, ...statements);
  return Role?.Arn ?? "";
}

export async function putRolePolicy(clients: Clients, RoleName: string, ...statements: readonly Statement[]) {
  const PolicyDocument = policy(...statements);
  await clients.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "deliver", PolicyDocument }));
}

export interface DeliveryWorld extends TwoAccounts {
  readonly roleArn: string;
}

/**
 * Two accounts, and in A a role that Firehose can assume and that may do everything to S3. Delivery streams are created as
 * if they were there already, unless `areDeliveryStreamsStanding` is false: what is tested is what their deliveries meet.
 */
export async function deliveryWorld({ areDeliveryStreamsStanding = true } = {}): Promise<DeliveryWorld> {
  const aws = await twoAccounts({ areDeliveryStreamsStanding });
  const roleArn = await createRole(aws.a, "delivery", trustingFirehose(aws.accountA.id), {
    Action: "s3:*",
    Resource: "*",
  });
  return { ...aws, roleArn };
}

/** Creates a Direct PUT stream named `orders`, which is CREATING then. Answers its ARN. */
export async function create(
  aws: DeliveryWorld,
  destination: Partial<ExtendedS3DestinationConfiguration> = {},
  more: Partial<CreateDeliveryStreamInput> = {},
): Promise<string> {
  const { DeliveryStreamARN } = await aws.a.firehose.send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: "orders",
      ExtendedS3DestinationConfiguration: { RoleARN: aws.roleArn, BucketARN: "arn:aws:s3:::landing", ...destination },
      ...more,
    }),
  );
  return DeliveryStreamARN ?? "";
}

/** Creates a stream as `create` does and waits until it is ACTIVE. */
export async function createActive(...settings: Parameters<typeof create>): Promise<string> {
  const arn = await create(...settings);
  await settings[0].emulator.clock.advance(creationMs);
  return arn;
}

export async function describe(clients: Clients, name = "orders"): Promise<DeliveryStreamDescription> {
  const { DeliveryStreamDescription } = await clients.firehose.send(
    new DescribeDeliveryStreamCommand({ DeliveryStreamName: name }),
  );
  if (DeliveryStreamDescription === undefined) throw new Error("Describe answered without a description");
  return DeliveryStreamDescription;
}

export const Bucket = "landing";

/** B's bucket with a policy that allows A's role all that the guide asks for, less what is left out. */
export async function bucketOfB(
  aws: DeliveryWorld,
  actions: readonly string[] = deliveryActions,
  ...more: readonly Statement[]
) {
  await aws.b.s3.send(new CreateBucketCommand({ Bucket }));
  await allowInBucket(aws, actions, ...more);
}

export async function allowInBucket(aws: DeliveryWorld, actions: readonly string[], ...more: readonly Statement[]) {
  const Resource = [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`];
  const Policy = policy({ Principal: { AWS: aws.roleArn }, Action: actions, Resource }, ...more);
  await aws.b.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
}

export function put(aws: DeliveryWorld, ...data: readonly string[]) {
  const Records = data.map((each) => ({ Data: Buffer.from(each) }));
  return aws.a.firehose.send(new PutRecordBatchCommand({ DeliveryStreamName: "orders", Records }));
}

export async function keysIn(clients: Clients): Promise<readonly string[]> {
  const { Contents } = await clients.s3.send(new ListObjectsV2Command({ Bucket }));
  return (Contents ?? []).map(({ Key = "" }) => Key);
}

export async function textsIn(clients: Clients): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const Key of await keysIn(clients)) {
    const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket, Key }));
    texts.push((await Body?.transformToString()) ?? "");
  }
  return texts;
}
