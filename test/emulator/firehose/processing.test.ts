import { gunzipSync } from "node:zlib";
import type { ExtendedS3DestinationConfiguration, Processor } from "@aws-sdk/client-firehose";
import { UpdateDestinationCommand } from "@aws-sdk/client-firehose";
import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { errorOf } from "../../support/clients.ts";
import {
  Bucket,
  bucketOfB,
  create,
  createActive,
  type DeliveryWorld,
  deliveryWorld,
  describe,
  keysIn,
  put,
  secondsMs,
  textsIn,
} from "./support.ts";

async function deliver(
  aws: DeliveryWorld,
  destination: Partial<ExtendedS3DestinationConfiguration>,
  ...data: readonly string[]
): Promise<string> {
  const arn = await createActive(aws, destination);
  await put(aws, ...data);
  await aws.emulator.clock.advance(300 * secondsMs);
  return arn;
}

async function bucketOfA(aws: DeliveryWorld): Promise<void> {
  await aws.a.s3.send(new CreateBucketCommand({ Bucket }));
}

const processing = (...Processors: Processor[]) => ({ Enabled: true, Processors });

test.each([
  ["GZIP", ".gz", "gzip"],
  ["ZIP", ".zip", "zip"],
  ["Snappy", ".snappy", "snappy-java"],
  ["HADOOP_SNAPPY", ".snappy", "hadoop-snappy"],
] as const)(
  "compresses as %s, with %s behind the key and %s as encoding",
  async (CompressionFormat, extension, encoding) => {
    await using aws = await deliveryWorld();
    await bucketOfB(aws);
    await deliver(aws, { CompressionFormat }, "a", "b");
    const [Key = ""] = await keysIn(aws.b);
    expect(Key.endsWith(extension)).toBe(true);
    const { ContentEncoding, ContentType } = await aws.b.s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect({ ContentEncoding, ContentType }).toEqual({
      ContentEncoding: encoding,
      ContentType: "application/octet-stream",
    });
  },
);

test("compresses the records one behind the other, and counts their size before it", async () => {
  await using aws = await deliveryWorld();
  await bucketOfB(aws);
  const BufferingHints = { SizeInMBs: 1, IntervalInSeconds: 900 };
  await createActive(aws, { CompressionFormat: "GZIP", BufferingHints });
  await put(aws, "x".repeat(600_000), "y".repeat(600_000));
  await aws.emulator.clock.advance(1);
  const [Key = ""] = await keysIn(aws.b);
  const { Body } = await aws.b.s3.send(new GetObjectCommand({ Bucket, Key }));
  const text = gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString();
  expect(text).toBe("x".repeat(600_000) + "y".repeat(600_000));
});

test("ends the key with the file extension in place of the format's", async () => {
  await using aws = await deliveryWorld();
  await bucketOfB(aws);
  await deliver(aws, { CompressionFormat: "GZIP", FileExtension: ".json.gz" }, "a");
  expect((await keysIn(aws.b))[0]).toMatch(/[0-9a-f]{12}\.json\.gz$/);
});

test.each([
  ["without parameters", [{ Type: "AppendDelimiterToRecord" }]],
  [
    "whatever delimiter is given",
    [{ Type: "AppendDelimiterToRecord", Parameters: [{ ParameterName: "Delimiter", ParameterValue: "|" }] }],
  ],
  ["once if it is configured twice", [{ Type: "AppendDelimiterToRecord" }, { Type: "AppendDelimiterToRecord" }]],
] satisfies [string, Processor[]][])("puts a line feed between records, %s", async (_what, processors) => {
  await using aws = await deliveryWorld();
  await bucketOfB(aws);
  await deliver(aws, { ProcessingConfiguration: processing(...processors) }, "a", "b", "c");
  expect(await textsIn(aws.b)).toEqual(["a\nb\nc"]);
  const [destination] = (await describe(aws.a)).Destinations ?? [];
  expect(destination?.ExtendedS3DestinationDescription?.ProcessingConfiguration?.Processors).toEqual(
    processors.map(({ Type }) => ({ Type, Parameters: [] })),
  );
});

test("puts no delimiter around a record that is alone in its object", async () => {
  await using aws = await deliveryWorld();
  await bucketOfB(aws);
  await deliver(aws, { ProcessingConfiguration: processing({ Type: "AppendDelimiterToRecord" }) }, "a");
  expect(await textsIn(aws.b)).toEqual(["a"]);
});

test.each([0, 6])("refuses %i processors while processing is enabled", async (count) => {
  await using aws = await deliveryWorld();
  const Processors = Array.from({ length: count }, () => ({ Type: "AppendDelimiterToRecord" as const }));
  expect(await errorOf(create(aws, { ProcessingConfiguration: { Enabled: true, Processors } }))).toEqual({
    code: "InvalidArgumentException",
    message: "A maximum of 5 and a minimum of 1 processor needs to be supplied when processing is enabled.",
    status: 400,
  });
  expect(await create(aws, { ProcessingConfiguration: { Enabled: false, Processors } })).toContain("orders");
});

test("leaves records as they are while processing is disabled", async () => {
  await using aws = await deliveryWorld();
  await bucketOfB(aws);
  const ProcessingConfiguration = { Enabled: false, Processors: [{ Type: "AppendDelimiterToRecord" as const }] };
  await deliver(aws, { ProcessingConfiguration }, "a", "b");
  expect(await textsIn(aws.b)).toEqual(["ab"]);
});

test("takes records apart, and writes those that are not what they should be below the error output prefix", async () => {
  await using aws = await deliveryWorld();
  await bucketOfA(aws);
  const ProcessingConfiguration = processing(
    { Type: "RecordDeAggregation", Parameters: [{ ParameterName: "SubRecordType", ParameterValue: "JSON" }] },
    { Type: "AppendDelimiterToRecord" },
  );
  await deliver(aws, { ProcessingConfiguration, ErrorOutputPrefix: "errors/" }, '{"a":1}{"b":2}', "{broken");
  const [error, data] = [(await keysIn(aws.a))[1], (await keysIn(aws.a))[0]];
  expect(error).toMatch(/^errors\/processing-failed\//);
  expect(data).toMatch(/^20\d\d\//);
  const [text = "", document = ""] = await textsIn(aws.a);
  expect(text).toBe('{"a":1}\n{"b":2}');
  expect(JSON.parse(document)).toMatchObject({
    attemptsMade: 1,
    rawData: Buffer.from("{broken").toString("base64"),
  });
});

test("refuses a Lambda function, which is not emulated", async () => {
  await using aws = await deliveryWorld();
  const arn = `arn:aws:lambda:us-east-1:${aws.accountA.id}:function:transform`;
  const Parameters = [{ ParameterName: "LambdaArn" as const, ParameterValue: arn }];
  const call = create(aws, { ProcessingConfiguration: processing({ Type: "Lambda", Parameters }) });
  expect(await errorOf(call)).toMatchObject({
    code: "NotImplemented",
    message: "The processor `Lambda` is not emulated by firehose-crosscheck.",
  });
});

const partitioned: Partial<ExtendedS3DestinationConfiguration> = {
  Prefix: "customer=!{partitionKeyFromQuery:customer}/year=!{timestamp:yyyy}/",
  ErrorOutputPrefix: "!{firehose:error-output-type}/",
  BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 300 },
  DynamicPartitioningConfiguration: { Enabled: true },
  ProcessingConfiguration: processing(
    {
      Type: "MetadataExtraction",
      Parameters: [
        { ParameterName: "MetadataExtractionQuery", ParameterValue: "{customer: .customer}" },
        { ParameterName: "JsonParsingEngine", ParameterValue: "JQ-1.6" },
      ],
    },
    { Type: "AppendDelimiterToRecord" },
  ),
};

test("writes an object for each partition, and what has none below the error output prefix", async () => {
  await using aws = await deliveryWorld();
  await bucketOfA(aws);
  const records = ['{"customer":"a","n":1}', '{"customer":"b"}', '{"customer":"a","n":2}', '{"n":3}'];
  await deliver(aws, partitioned, ...records);
  const year = new Date(aws.emulator.clock.now()).getUTCFullYear();
  expect((await keysIn(aws.a)).map((key) => key.slice(0, key.indexOf("orders-")))).toEqual([
    `customer=a/year=${year}/`,
    `customer=b/year=${year}/`,
    "processing-failed/",
  ]);
  const [a, b, error = ""] = await textsIn(aws.a);
  expect([a, b]).toEqual(['{"customer":"a","n":1}\n{"customer":"a","n":2}', '{"customer":"b"}']);
  expect(JSON.parse(error)).toMatchObject({
    errorCode: "DynamicPartitioning.MetadataExtractionFailed",
    errorMessage: "partitionKeys values must not be null or empty",
    rawData: Buffer.from('{"n":3}').toString("base64"),
  });
});

test("keeps 500 partitions at once and writes what would be one more below the error output prefix", async () => {
  await using aws = await deliveryWorld();
  await bucketOfA(aws);
  await createActive(aws, partitioned);
  await put(aws, ...Array.from({ length: 500 }, (_, at) => JSON.stringify({ customer: at })));
  await put(aws, '{"customer":"one more"}', '{"customer":7}');
  await aws.emulator.clock.advance(300 * secondsMs);
  const { KeyCount } = await aws.a.s3.send(new ListObjectsV2Command({ Bucket, Prefix: "customer=" }));
  expect(KeyCount).toBe(500);
  const { Contents } = await aws.a.s3.send(new ListObjectsV2Command({ Bucket, Prefix: "activePartitionExceeded/" }));
  expect(Contents).toHaveLength(1);
});

test("does not deliver partitions to another account's bucket", async () => {
  await using aws = await deliveryWorld();
  await bucketOfB(aws);
  const arn = await deliver(aws, partitioned, '{"customer":"a"}');
  expect(await keysIn(aws.b)).toEqual([]);
  expect(aws.emulator.deliveries.failures(arn)[0]?.error).toMatchObject({ code: "S3.AccessDenied" });
});

const refused: readonly (readonly [string, Partial<ExtendedS3DestinationConfiguration>, string])[] = [
  [
    "without a partition key in the prefix",
    { Prefix: "!{timestamp:yyyy}/" },
    "S3 Prefix should contain Dynamic Partitioning namespaces when Dynamic Partitioning is enabled",
  ],
  [
    "without processing",
    { ProcessingConfiguration: undefined },
    "Processing Configuration is not enabled when DataPartitioning is enabled",
  ],
  [
    "without a query",
    { ProcessingConfiguration: processing({ Type: "AppendDelimiterToRecord" }) },
    "MetadataExtraction processor should be present when S3 Prefix has partitionKeyFromQuery namespace",
  ],
  [
    "with keys from a Lambda function that is not there",
    { Prefix: "!{partitionKeyFromLambda:customer}/" },
    "Lambda should be present when S3 Prefix contains keys from partitionKeyFromLambda namespace",
  ],
  [
    "with a buffer below 64 MiB",
    { BufferingHints: { SizeInMBs: 63, IntervalInSeconds: 60 } },
    "BufferingHints.SizeInMBs must be at least 64 when Dynamic Partitioning is enabled.",
  ],
  [
    "with an interval below 60 s",
    { BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 59 } },
    "BufferingHints.IntervalInSeconds must be at least 60 seconds when Dynamic Partitioning is enabled.",
  ],
  [
    "without an error output prefix",
    { ErrorOutputPrefix: undefined },
    "Ths supplied prefix(es) do not satisfy the following constraint: ErrorOutputPrefix cannot be null or empty when Prefix contains expressions",
  ],
];

test.each(refused)("refuses dynamic partitioning %s", async (_what, change, message) => {
  await using aws = await deliveryWorld();
  expect(await errorOf(create(aws, { ...partitioned, ...change }))).toEqual({
    code: "InvalidArgumentException",
    message,
    status: 400,
  });
});

test("shows a buffer of 128 MiB where partitioning leaves the hints out", async () => {
  await using aws = await deliveryWorld();
  await create(aws, { ...partitioned, BufferingHints: undefined });
  const [destination] = (await describe(aws.a)).Destinations ?? [];
  expect(destination?.ExtendedS3DestinationDescription).toMatchObject({
    BufferingHints: { SizeInMBs: 128, IntervalInSeconds: 300 },
    DynamicPartitioningConfiguration: { Enabled: true, RetryOptions: { DurationInSeconds: 300 } },
  });
});

test.each([
  ["on", {}, partitioned],
  ["off", partitioned, { DynamicPartitioningConfiguration: { Enabled: false }, Prefix: "in/" }],
])("cannot switch dynamic partitioning %s later", async (_what, before, after) => {
  await using aws = await deliveryWorld();
  await createActive(aws, before);
  const call = aws.a.firehose.send(
    new UpdateDestinationCommand({
      DeliveryStreamName: "orders",
      CurrentDeliveryStreamVersionId: "1",
      DestinationId: "destinationId-000000000001",
      ExtendedS3DestinationUpdate: after,
    }),
  );
  expect(await errorOf(call)).toMatchObject({ code: "InvalidArgumentException" });
});

test("keeps the records as they came in the backup, by its own hints and prefix", async () => {
  await using aws = await deliveryWorld();
  await bucketOfB(aws);
  await aws.a.s3.send(new CreateBucketCommand({ Bucket: "kept" }));
  const S3BackupConfiguration = {
    RoleARN: aws.roleArn,
    BucketARN: "arn:aws:s3:::kept",
    Prefix: "source/",
    BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 },
  };
  const ProcessingConfiguration = processing({ Type: "AppendDelimiterToRecord" });
  await createActive(aws, { S3BackupMode: "Enabled", S3BackupConfiguration, ProcessingConfiguration });
  await put(aws, "a", "b");
  await aws.emulator.clock.advance(60 * secondsMs);
  const { Contents = [] } = await aws.a.s3.send(new ListObjectsV2Command({ Bucket: "kept" }));
  expect(Contents.map(({ Key = "" }) => Key)).toEqual([expect.stringMatching(/^source\/20\d\d\/.*orders-1-/)]);
  const { Body } = await aws.a.s3.send(new GetObjectCommand({ Bucket: "kept", Key: Contents[0]?.Key }));
  expect(await Body?.transformToString()).toBe("ab");
  expect(await keysIn(aws.b)).toEqual([]);
  await aws.emulator.clock.advance(240 * secondsMs);
  expect(await textsIn(aws.b)).toEqual(["a\nb"]);
});

test.each([0, 59])("refuses a backup with an interval of %i s, which the destination may have", async (seconds) => {
  await using aws = await deliveryWorld();
  const BufferingHints = { SizeInMBs: 1, IntervalInSeconds: seconds };
  const S3BackupConfiguration = { RoleARN: aws.roleArn, BucketARN: "arn:aws:s3:::landing" };
  const withBackup = { S3BackupMode: "Enabled", BufferingHints } as const;
  const call = create(aws, { ...withBackup, S3BackupConfiguration: { ...S3BackupConfiguration, BufferingHints } });
  expect(await errorOf(call)).toEqual({
    code: "InvalidArgumentException",
    message: "S3 backup buffering interval must be between 60 and 900 seconds.",
    status: 400,
  });
  const least = { SizeInMBs: 1, IntervalInSeconds: 60 };
  const taken = { ...S3BackupConfiguration, BufferingHints: least };
  expect(await create(aws, { ...withBackup, S3BackupConfiguration: taken })).toContain("orders");
});

test("cannot switch the backup off, and needs to know where it goes", async () => {
  await using aws = await deliveryWorld();
  const S3BackupConfiguration = { RoleARN: aws.roleArn, BucketARN: "arn:aws:s3:::kept" };
  expect(await errorOf(create(aws, { S3BackupMode: "Enabled" }))).toMatchObject({ code: "InvalidArgumentException" });
  await createActive(aws, { S3BackupMode: "Enabled", S3BackupConfiguration });
  const call = aws.a.firehose.send(
    new UpdateDestinationCommand({
      DeliveryStreamName: "orders",
      CurrentDeliveryStreamVersionId: "1",
      DestinationId: "destinationId-000000000001",
      ExtendedS3DestinationUpdate: { S3BackupMode: "Disabled" },
    }),
  );
  expect(await errorOf(call)).toMatchObject({
    code: "InvalidArgumentException",
    message: "Disabling S3 backup is not currently supported.",
  });
});
