import type { Constraint, Constraints } from "../model/constraints.ts";

/** Firehose does not repeat a value outside an enumeration (floci, seen on AWS in 2026). */
export function oneOf(values: readonly string[]): Constraint {
  return { values, isValueUntold: true };
}

export const deliveryStreamName: Constraint = {
  required: true,
  minLength: 1,
  maxLength: 64,
  pattern: "[a-zA-Z0-9_.-]+",
};

const roleArn: Constraint = {
  minLength: 1,
  maxLength: 512,
  pattern: "arn:.*:iam::\\d{12}:role/[a-zA-Z_0-9+=,.@\\-_/]+",
};
const bucketArn: Constraint = { minLength: 1, maxLength: 2048, pattern: "arn:.*:s3:::[\\w\\.\\-]{1,255}" };
const prefix: Constraint = { maxLength: 1024, pattern: ".*" };
const keyArn: Constraint = {
  minLength: 1,
  maxLength: 512,
  pattern: "arn:.*:kms:[a-zA-Z0-9\\-]+:\\d{12}:(key|alias)/[a-zA-Z_0-9+=,.@\\-_/]+",
};

const s3: Constraints = {
  RoleARN: roleArn,
  BucketARN: bucketArn,
  Prefix: prefix,
  ErrorOutputPrefix: prefix,
  BufferingHints: { members: { SizeInMBs: { min: 1, max: 128 }, IntervalInSeconds: { min: 0, max: 900 } } },
  CompressionFormat: oneOf(["ZIP", "HADOOP_SNAPPY", "Snappy", "GZIP", "UNCOMPRESSED"]),
  EncryptionConfiguration: {
    members: {
      NoEncryptionConfig: oneOf(["NoEncryption"]),
      KMSEncryptionConfig: { members: { AWSKMSKeyARN: { ...keyArn, required: true } } },
    },
  },
  CloudWatchLoggingOptions: {
    members: {
      LogGroupName: { maxLength: 512, pattern: "[\\.\\-_/#A-Za-z0-9]*" },
      LogStreamName: { maxLength: 512, pattern: "[^:*]*" },
    },
  },
};

/** What makes the destination complete: at creation, not in an update. */
const required: Constraints = {
  RoleARN: { ...roleArn, required: true },
  BucketARN: { ...bucketArn, required: true },
};

const processing: Constraint = {
  members: {
    Processors: {
      each: {
        members: {
          Type: {
            required: true,
            ...oneOf([
              "RecordDeAggregation",
              "Decompression",
              "CloudWatchLogProcessing",
              "Lambda",
              "MetadataExtraction",
              "AppendDelimiterToRecord",
            ]),
          },
          Parameters: {
            each: {
              members: {
                ParameterName: {
                  required: true,
                  ...oneOf([
                    "LambdaArn",
                    "NumberOfRetries",
                    "MetadataExtractionQuery",
                    "JsonParsingEngine",
                    "RoleArn",
                    "BufferSizeInMBs",
                    "BufferIntervalInSeconds",
                    "SubRecordType",
                    "Delimiter",
                    "CompressionFormat",
                    "DataMessageExtraction",
                  ]),
                },
                ParameterValue: { required: true, minLength: 1, maxLength: 5120, pattern: "^(?!\\s*$).+" },
              },
            },
          },
        },
      },
    },
  },
};

const extendedS3: Constraints = {
  ...s3,
  ProcessingConfiguration: processing,
  S3BackupMode: oneOf(["Disabled", "Enabled"]),
  DynamicPartitioningConfiguration: {
    members: { RetryOptions: { members: { DurationInSeconds: { min: 0, max: 7200 } } } },
  },
  FileExtension: { maxLength: 128, pattern: "^$|\\.[0-9a-z!\\-_.*'()]+" },
  CustomTimeZone: { maxLength: 50, pattern: "^$|[a-zA-Z/_]+" },
};

export const s3Destination: Constraint = { members: { ...s3, ...required } };
export const s3Update: Constraint = { members: s3 };
export const extendedS3Destination: Constraint = {
  members: { ...extendedS3, ...required, S3BackupConfiguration: s3Destination },
};
export const extendedS3Update: Constraint = { members: { ...extendedS3, S3BackupUpdate: s3Update } };

export const dataStreamSource: Constraint = {
  members: {
    KinesisStreamARN: {
      required: true,
      minLength: 1,
      maxLength: 512,
      pattern: "arn:.*:kinesis:[a-zA-Z0-9\\-]+:\\d{12}:stream/[a-zA-Z0-9_.-]+",
    },
    RoleARN: { ...roleArn, required: true },
  },
};

export const tagKey: Constraint = {
  required: true,
  minLength: 1,
  maxLength: 128,
  pattern: "^(?!aws:)[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@%]*$",
};
export const tags: Constraint = {
  minLength: 1,
  maxLength: 50,
  each: { members: { Key: tagKey, Value: { maxLength: 256, pattern: "^[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@%]*$" } } },
};

export const streamEncryption: Constraint = {
  members: {
    KeyARN: keyArn,
    KeyType: { required: true, values: ["AWS_OWNED_CMK", "CUSTOMER_MANAGED_CMK"] },
  },
};

export const record: Constraint = { members: { Data: { required: true, maxLength: 1_024_000 } } };
