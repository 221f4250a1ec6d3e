import { CreateDeliveryStreamCommand, FirehoseClient } from "@aws-sdk/client-firehose";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, ListObjectsV2Command, PutBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import { accountA, accountB, region } from "./accounts.ts";
import { type BenchServer, startServer } from "./child.ts";
import { http2Load } from "./load-http2.ts";
import { type Measurement, spreadOf } from "./measure.ts";
import { createStream, http2Message } from "./put-records.ts";
import { signerOf } from "./sign.ts";

const bucket = "bench-landing";
const stream = "bench-flow";
const recordBytes = 256;
const recordsPerCall = 500;
const samples = 5;
const mebibyte = 1024 * 1024;

/** Resident memory while records pass from Kinesis through Firehose to another account's bucket, sampled on the way. */
export async function memory(records: number): Promise<Measurement> {
  await using server = await startServer("embedded");
  await buildFlow(server);
  const load = await recordLoad(server);
  const residentMiB: number[] = [];
  for (let sample = 0; sample < samples; sample++) {
    await load(server.port, records / samples / recordsPerCall);
    // Longer than the buffering interval, so that all of it has been delivered.
    const { residentBytes } = await server.advance(180_000);
    residentMiB.push(residentBytes / mebibyte);
  }
  const delivered = await deliveredBytes(server);
  if (delivered !== records * recordBytes) {
    throw new Error(`${records * recordBytes} bytes were put and ${delivered} were delivered`);
  }
  const [first = Number.NaN] = residentMiB;
  const last = residentMiB.at(-1) ?? Number.NaN;
  return {
    name: `resident memory after ${records.toLocaleString("en")} records`,
    value: spreadOf([last]),
    unit: "MiB",
    yardstick: { name: `after the first ${(records / samples).toLocaleString("en")}`, value: spreadOf([first]) },
    ratio: spreadOf(residentMiB.map((resident) => resident / first)),
    target: "ratio ≤ 1.25",
    reached: last / first <= 1.25,
  };
}

const roleArn = `arn:aws:iam::${accountA.id}:role/bench-delivery`;
const bucketArns = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
const streamArn = `arn:aws:kinesis:${region}:${accountA.id}:stream/${stream}`;

const policy = (...statements: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements.map((each) => ({ Effect: "Allow", ...each })) });

async function buildFlow(server: BenchServer): Promise<void> {
  const endpoint = `http://127.0.0.1:${server.port}`;
  const iam = new IAMClient({ endpoint, region, credentials: accountA });
  const firehose = new FirehoseClient({ endpoint, region, credentials: accountA });
  const s3 = new S3Client({ endpoint, region, credentials: accountB, forcePathStyle: true });
  await createStream(server, stream, 20);
  await iam.send(
    new CreateRoleCommand({
      RoleName: "bench-delivery",
      AssumeRolePolicyDocument: policy({
        Principal: { Service: "firehose.amazonaws.com" },
        Action: "sts:AssumeRole",
      }),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: "bench-delivery",
      PolicyName: "deliver",
      PolicyDocument: policy({ Action: "s3:*", Resource: bucketArns }, { Action: "kinesis:*", Resource: streamArn }),
    }),
  );
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(
    new PutBucketPolicyCommand({
      Bucket: bucket,
      Policy: policy({ Principal: { AWS: roleArn }, Action: "s3:*", Resource: bucketArns }),
    }),
  );
  await firehose.send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: "bench-flow",
      DeliveryStreamType: "KinesisStreamAsSource",
      KinesisStreamSourceConfiguration: { KinesisStreamARN: streamArn, RoleARN: roleArn },
      ExtendedS3DestinationConfiguration: {
        RoleARN: roleArn,
        BucketARN: `arn:aws:s3:::${bucket}`,
        BufferingHints: { SizeInMBs: 16, IntervalInSeconds: 60 },
      },
    }),
  );
  await server.advance(60_000);
  for (const client of [iam, firehose, s3]) client.destroy();
}

async function recordLoad(server: BenchServer) {
  const sign = signerOf(accountA, "kinesis", server.port);
  const Data = Buffer.alloc(recordBytes, "x").toString("base64");
  const messages = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      http2Message(sign, "PutRecords", {
        StreamName: stream,
        Records: Array.from({ length: recordsPerCall }, (_each, record) => ({ PartitionKey: `${at}-${record}`, Data })),
      }),
    ),
  );
  return http2Load(messages, 8);
}

async function deliveredBytes(server: BenchServer): Promise<number> {
  const s3 = new S3Client({
    endpoint: `http://127.0.0.1:${server.port}`,
    region,
    credentials: accountB,
    forcePathStyle: true,
  });
  let bytes = 0;
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, ContinuationToken }));
    for (const { Size = 0 } of page.Contents ?? []) bytes += Size;
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  s3.destroy();
  return bytes;
}
