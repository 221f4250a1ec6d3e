/** Answers that LocalStack's project recorded from AWS, with the date of each; what a run draws is left out. */
import { CreateDeliveryStreamCommand, DescribeDeliveryStreamCommand } from "@aws-sdk/client-firehose";
import { CreateStreamCommand } from "@aws-sdk/client-kinesis";
import { expect, test } from "vitest";
import { createActive, creationMs, deliveryWorld, describe, putRolePolicy } from "../emulator/firehose/support.ts";

test("describes a partitioned stream of a data stream (recorded 14-09-2022: test_firehose_stack_with_kinesis_as_source)", async () => {
  await using aws = await deliveryWorld();
  await putRolePolicy(aws.a, "delivery", { Action: ["s3:*", "kinesis:*"], Resource: "*" });
  await aws.a.kinesis.send(new CreateStreamCommand({ StreamName: "events", ShardCount: 1 }));
  await aws.emulator.clock.advance(10_000);
  const KinesisStreamARN = `arn:aws:kinesis:us-east-1:${aws.accountA.id}:stream/events`;
  const s3 = {
    BucketARN: "arn:aws:s3:::landing",
    BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 64 },
    CloudWatchLoggingOptions: { Enabled: false },
    CompressionFormat: "UNCOMPRESSED",
    EncryptionConfiguration: { NoEncryptionConfig: "NoEncryption" },
    ErrorOutputPrefix: "firehoseTest-errors/!{firehose:error-output-type}/",
    Prefix: "firehoseTest/!{partitionKeyFromQuery:s3Prefix}",
    RoleARN: aws.roleArn,
  } as const;
  const extended = {
    DataFormatConversionConfiguration: { Enabled: false },
    DynamicPartitioningConfiguration: { Enabled: true, RetryOptions: { DurationInSeconds: 300 } },
    ProcessingConfiguration: {
      Enabled: true,
      Processors: [
        {
          Parameters: [
            { ParameterName: "MetadataExtractionQuery", ParameterValue: "{s3Prefix: .tableName}" },
            { ParameterName: "JsonParsingEngine", ParameterValue: "JQ-1.6" },
          ],
          Type: "MetadataExtraction",
        },
      ],
    },
  } as const;
  await aws.a.firehose.send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: "orders",
      DeliveryStreamType: "KinesisStreamAsSource",
      KinesisStreamSourceConfiguration: { KinesisStreamARN, RoleARN: aws.roleArn },
      ExtendedS3DestinationConfiguration: structuredClone({
        ...extended,
        BucketARN: s3.BucketARN,
        BufferingHints: s3.BufferingHints,
        ErrorOutputPrefix: s3.ErrorOutputPrefix,
        Prefix: s3.Prefix,
        RoleARN: s3.RoleARN,
      }) as never,
    }),
  );
  await aws.emulator.clock.advance(creationMs);
  const answer = await aws.a.firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName: "orders" }));
  expect(answer.DeliveryStreamDescription).toEqual({
    CreateTimestamp: expect.any(Date),
    DeliveryStreamARN: `arn:aws:firehose:us-east-1:${aws.accountA.id}:deliverystream/orders`,
    DeliveryStreamName: "orders",
    DeliveryStreamStatus: "ACTIVE",
    DeliveryStreamType: "KinesisStreamAsSource",
    Destinations: [
      {
        DestinationId: "destinationId-000000000001",
        // Time zones came to Firehose after the recording.
        ExtendedS3DestinationDescription: { ...s3, ...extended, S3BackupMode: "Disabled", CustomTimeZone: "UTC" },
        S3DestinationDescription: s3,
      },
    ],
    HasMoreDestinations: false,
    Source: {
      KinesisStreamSourceDescription: {
        DeliveryStartTimestamp: expect.any(Date),
        KinesisStreamARN,
        RoleARN: aws.roleArn,
      },
    },
    VersionId: "1",
  });
});

test("shows empty strings and disabled processing as Terraform sends them (answers of AWS in public reports, 2024–2026)", async () => {
  await using aws = await deliveryWorld();
  const given = {
    Prefix: "",
    ProcessingConfiguration: { Enabled: false, Processors: [] },
    DataFormatConversionConfiguration: { Enabled: false },
    FileExtension: "",
    CustomTimeZone: "UTC",
  };
  await createActive(aws, given);
  const [destination] = (await describe(aws.a)).Destinations ?? [];
  expect(destination?.ExtendedS3DestinationDescription).toMatchObject(given);
});
