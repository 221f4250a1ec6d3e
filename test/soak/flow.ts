import { CreateDeliveryStreamCommand, FirehoseClient } from "@aws-sdk/client-firehose";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateStreamCommand, KinesisClient } from "@aws-sdk/client-kinesis";
import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from "@aws-sdk/client-s3";

export const region = "us-east-1";
export const accountA = { id: "111111111111", accessKeyId: "AKIASOAKOFACCOUNTA00", secretAccessKey: "secret-of-a" };
export const accountB = { id: "222222222222", accessKeyId: "AKIASOAKOFACCOUNTB00", secretAccessKey: "secret-of-b" };
export const stream = "soak";

const bucket = "soak-landing";
const roleArn = `arn:aws:iam::${accountA.id}:role/soak-delivery`;
const bucketArns = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];

const policy = (...statements: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements.map((each) => ({ Effect: "Allow", ...each })) });

/** The flow from account A's data stream into account B's bucket, on one endpoint. */
export class Flow {
  readonly #s3: S3Client;
  readonly #endpoint: string;

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
    // After a jump of the clock the first try is refused, by which the client learns the time.
    this.#s3 = new S3Client({ endpoint, region, credentials: { ...accountB }, forcePathStyle: true, maxAttempts: 3 });
  }

  /** The clock must go on a minute afterwards. */
  async create(): Promise<void> {
    const settings = { endpoint: this.#endpoint, region, credentials: { ...accountA } };
    const [iam, kinesis] = [new IAMClient(settings), new KinesisClient(settings)];
    const AssumeRolePolicyDocument = policy({
      Principal: { Service: "firehose.amazonaws.com" },
      Action: "sts:AssumeRole",
    });
    await iam.send(new CreateRoleCommand({ RoleName: "soak-delivery", AssumeRolePolicyDocument }));
    const PolicyDocument = policy({ Action: ["s3:*", "kinesis:*"], Resource: "*" });
    await iam.send(new PutRolePolicyCommand({ RoleName: "soak-delivery", PolicyName: "deliver", PolicyDocument }));
    await this.#s3.send(new CreateBucketCommand({ Bucket: bucket }));
    await this.allow();
    await kinesis.send(new CreateStreamCommand({ StreamName: stream, ShardCount: 4 }));
    iam.destroy();
    kinesis.destroy();
  }

  async connect(): Promise<void> {
    const firehose = new FirehoseClient({ endpoint: this.#endpoint, region, credentials: { ...accountA } });
    await firehose.send(
      new CreateDeliveryStreamCommand({
        DeliveryStreamName: "soak",
        DeliveryStreamType: "KinesisStreamAsSource",
        KinesisStreamSourceConfiguration: {
          KinesisStreamARN: `arn:aws:kinesis:${region}:${accountA.id}:stream/${stream}`,
          RoleARN: roleArn,
        },
        ExtendedS3DestinationConfiguration: {
          RoleARN: roleArn,
          BucketARN: `arn:aws:s3:::${bucket}`,
          BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 },
        },
      }),
    );
    firehose.destroy();
  }

  async allow(): Promise<void> {
    const Policy = policy({ Principal: { AWS: roleArn }, Action: "s3:*", Resource: bucketArns });
    await this.#s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
  }

  async deny(): Promise<void> {
    await this.#s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
  }

  /** Writes a large object of account B's own beside the flow, and removes it. */
  async writeLarge(mebibytes: number): Promise<void> {
    const Key = "large";
    await this.#s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Buffer.alloc(mebibytes * 1024 * 1024) }));
    await this.#s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
  }

  /** Takes what has been delivered out of the bucket: the number in each record. */
  async collect(): Promise<readonly number[]> {
    const numbers: number[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client: this.#s3 }, { Bucket: bucket })) {
      for (const { Key } of Contents) {
        const { Body } = await this.#s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
        const text = (await Body?.transformToString()) ?? "";
        for (const [, number] of text.matchAll(/<(\d+)>/g)) numbers.push(Number(number));
        await this.#s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
      }
    }
    return numbers;
  }

  close(): void {
    this.#s3.destroy();
  }
}
