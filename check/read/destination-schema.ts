import * as v from "valibot";
import { flag, keyArn, matching, number, oneOf, roleArn, text } from "./schema-words.ts";

const bufferingHints = v.strictObject(
  { SizeInMBs: v.optional(number), IntervalInSeconds: v.optional(number) },
  "must be { SizeInMBs, IntervalInSeconds }",
);

const encryptionConfiguration = v.strictObject(
  {
    NoEncryptionConfig: v.optional(oneOf("NoEncryption")),
    KMSEncryptionConfig: v.optional(v.strictObject({ AWSKMSKeyARN: keyArn }, "must be { AWSKMSKeyARN }")),
  },
  "must be { NoEncryptionConfig } or { KMSEncryptionConfig }",
);

const logging = v.strictObject(
  { Enabled: v.optional(flag), LogGroupName: v.optional(v.string()), LogStreamName: v.optional(v.string()) },
  "must be { Enabled, LogGroupName, LogStreamName }",
);

const compression = oneOf("UNCOMPRESSED", "GZIP", "ZIP", "Snappy", "HADOOP_SNAPPY");

const s3Members = {
  RoleARN: v.optional(roleArn),
  BucketARN: v.optional(matching(/^arn:aws[\w-]*:s3:::.+$/, "a bucket's ARN: arn:<partition>:s3:::<name>")),
  Prefix: v.optional(v.string("must be text")),
  ErrorOutputPrefix: v.optional(v.string("must be text")),
  BufferingHints: v.optional(bufferingHints),
  CompressionFormat: v.optional(compression),
  EncryptionConfiguration: v.optional(encryptionConfiguration),
  CloudWatchLoggingOptions: v.optional(logging),
};

export const processing = v.strictObject(
  {
    Enabled: v.optional(flag),
    Processors: v.optional(
      v.array(
        v.strictObject(
          {
            Type: oneOf(
              "RecordDeAggregation",
              "Decompression",
              "CloudWatchLogProcessing",
              "Lambda",
              "MetadataExtraction",
              "AppendDelimiterToRecord",
            ),
            Parameters: v.optional(
              v.array(
                v.strictObject(
                  {
                    ParameterName: text("its name"),
                    ParameterValue: text("its value"),
                  },
                  "must be { ParameterName, ParameterValue }",
                ),
              ),
            ),
          },
          "must be { Type, Parameters }",
        ),
        "must be a list of processors",
      ),
    ),
  },
  "must be { Enabled, Processors }",
);

export const streamEncryption = v.strictObject(
  { KeyType: oneOf("AWS_OWNED_CMK", "CUSTOMER_MANAGED_CMK"), KeyARN: v.optional(keyArn) },
  "must be { KeyType, KeyARN }",
);

/** What other destinations write to S3; of the rest of them nothing is asked. */
export const endpoint = v.looseObject(
  {
    RoleARN: v.optional(roleArn),
    S3BackupMode: v.optional(v.string("must be text")),
    S3Configuration: v.strictObject(
      s3Members,
      "must be an S3DestinationConfiguration, as CreateDeliveryStream takes it",
    ),
    S3BackupConfiguration: v.optional(v.strictObject(s3Members, "must be as CreateDeliveryStream takes it")),
    ProcessingConfiguration: v.optional(processing),
    CloudWatchLoggingOptions: v.optional(logging),
  },
  "must be a destination as CreateDeliveryStream takes it, with an S3Configuration",
);

/** By the API's names, beside `destination`. */
export const endpoints = {
  HttpEndpointDestinationConfiguration: v.optional(endpoint),
  AmazonopensearchserviceDestinationConfiguration: v.optional(endpoint),
  ElasticsearchDestinationConfiguration: v.optional(endpoint),
  AmazonOpenSearchServerlessDestinationConfiguration: v.optional(endpoint),
  RedshiftDestinationConfiguration: v.optional(endpoint),
  SplunkDestinationConfiguration: v.optional(endpoint),
  SnowflakeDestinationConfiguration: v.optional(endpoint),
  IcebergDestinationConfiguration: v.optional(endpoint),
};

/** As CreateDeliveryStream takes it. */
export const destination = v.strictObject(
  {
    ...s3Members,
    ProcessingConfiguration: v.optional(processing),
    S3BackupMode: v.optional(oneOf("Disabled", "Enabled")),
    S3BackupConfiguration: v.optional(
      v.strictObject(
        { ...s3Members, RoleARN: roleArn, BucketARN: text("a bucket's ARN") },
        "must be as CreateDeliveryStream takes it",
      ),
    ),
    DataFormatConversionConfiguration: v.optional(v.record(v.string(), v.unknown(), "must be an object")),
    DynamicPartitioningConfiguration: v.optional(
      v.strictObject(
        {
          Enabled: v.optional(flag),
          RetryOptions: v.optional(
            v.strictObject({ DurationInSeconds: v.optional(number) }, "must be { DurationInSeconds }"),
          ),
        },
        "must be { Enabled, RetryOptions }",
      ),
    ),
    FileExtension: v.optional(v.string("must be text")),
    CustomTimeZone: v.optional(v.string("must be text")),
  },
  "must be an ExtendedS3DestinationConfiguration, as CreateDeliveryStream takes it",
);
