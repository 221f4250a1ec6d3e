import type { CompressionFormat, ExtendedS3DestinationConfiguration, S3BackupMode } from "@aws-sdk/client-firehose";
import type { DataStreamConfiguration, DeliveryStreamConfiguration } from "../../../configuration.ts";
import type { Owned } from "../../../part.ts";
import type { Draft } from "../../draft.ts";
import type { Reading } from "../reading.ts";

const s3 = ["extended_s3_configuration", 0] as const;

/** aws_kinesis_firehose_delivery_stream, where it delivers to S3. */
export function readDeliveryStream(reading: Reading): Partial<Draft> {
  const { resource, source, account, text, flag, blocks, notChecked } = reading;
  if (blocks("extended_s3_configuration") === 0) {
    const because = "it delivers elsewhere than to S3";
    return { notChecked: [{ what: resource.address, because, source, couldMatter: false }] };
  }
  const kinesis = ["kinesis_source_configuration", 0] as const;
  const dataStreamArn = text(...kinesis, "kinesis_stream_arn");
  const roleArn = text(...kinesis, "role_arn");
  const stream: Owned<DeliveryStreamConfiguration> = {
    accountId: account.id,
    region: account.region,
    name: text("name") ?? resource.name,
    ...(dataStreamArn !== undefined && roleArn !== undefined && { reads: { dataStreamArn, roleArn } }),
    destination: destinationOf(reading, s3),
    source,
  };
  const isOwnKey =
    flag("server_side_encryption", 0, "enabled") === true &&
    text("server_side_encryption", 0, "key_type") === "CUSTOMER_MANAGED_CMK";
  return {
    deliveryStreams: [stream],
    notChecked: [
      ...(blocks("msk_source_configuration") > 0
        ? [notChecked("msk_source_configuration", "only a data stream or direct puts are emulated as source", true)]
        : []),
      ...(blocks(...s3, "data_format_conversion_configuration") > 0
        ? [notChecked("data_format_conversion_configuration", "conversion of record formats is not emulated", true)]
        : []),
      ...(isOwnKey
        ? [notChecked("server_side_encryption", "a key of the delivery stream's own is not played", true)]
        : []),
    ],
  };
}

/** Hints in MiB and seconds, under the names of the API. */
function destinationOf(
  { text, number, blocks, flag }: Reading,
  at: readonly (string | number)[],
): ExtendedS3DestinationConfiguration {
  const SizeInMBs = number(...at, "buffering_size") ?? number(...at, "buffer_size");
  const IntervalInSeconds = number(...at, "buffering_interval") ?? number(...at, "buffer_interval");
  const logging = [...at, "cloudwatch_logging_options", 0] as const;
  const partitioning = [...at, "dynamic_partitioning_configuration", 0] as const;
  const processing = [...at, "processing_configuration", 0] as const;
  const key = text(...at, "kms_key_arn");
  const retry = number(...partitioning, "retry_duration");
  const optional = {
    Prefix: text(...at, "prefix"),
    ErrorOutputPrefix: text(...at, "error_output_prefix"),
    CompressionFormat: text(...at, "compression_format") as CompressionFormat | undefined,
    CustomTimeZone: text(...at, "custom_time_zone"),
    FileExtension: text(...at, "file_extension"),
    S3BackupMode: text(...at, "s3_backup_mode") as S3BackupMode | undefined,
  };
  return {
    RoleARN: text(...at, "role_arn"),
    BucketARN: text(...at, "bucket_arn"),
    ...given(optional),
    ...((SizeInMBs !== undefined || IntervalInSeconds !== undefined) && {
      BufferingHints: given({ SizeInMBs, IntervalInSeconds }),
    }),
    ...(key !== undefined && { EncryptionConfiguration: { KMSEncryptionConfig: { AWSKMSKeyARN: key } } }),
    ...(flag(...logging, "enabled") === true && {
      CloudWatchLoggingOptions: {
        Enabled: true,
        ...given({
          LogGroupName: text(...logging, "log_group_name"),
          LogStreamName: text(...logging, "log_stream_name"),
        }),
      },
    }),
    ...(flag(...partitioning, "enabled") === true && {
      DynamicPartitioningConfiguration: {
        Enabled: true,
        ...(retry !== undefined && { RetryOptions: { DurationInSeconds: retry } }),
      },
    }),
    ...(flag(...processing, "enabled") === true && { ProcessingConfiguration: processingOf(processing, text, blocks) }),
    ...(blocks(...at, "s3_backup_configuration") > 0 && {
      S3BackupConfiguration: destinationOf({ text, number, blocks, flag } as Reading, [
        ...at,
        "s3_backup_configuration",
        0,
      ]),
    }),
  } as ExtendedS3DestinationConfiguration;
}

function processingOf(
  at: readonly (string | number)[],
  text: Reading["text"],
  blocks: Reading["blocks"],
): ExtendedS3DestinationConfiguration["ProcessingConfiguration"] {
  const list = (...path: readonly (string | number)[]) =>
    Array.from({ length: blocks(...path) }, (_, index) => [...path, index]);
  const processors = list(...at, "processors").map((processor) => ({
    Type: text(...processor, "type"),
    Parameters: list(...processor, "parameters").map((parameter) => ({
      ParameterName: text(...parameter, "parameter_name"),
      ParameterValue: text(...parameter, "parameter_value"),
    })),
  }));
  return { Enabled: true, Processors: processors as never };
}

function given<Members extends object>(members: Members): Partial<Members> {
  const kept = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as Partial<Members>;
}

/** aws_kinesis_stream. */
export function readDataStream({ source, text, value, attribute }: Reading): Partial<Draft> {
  const key = text("encryption_type") === "KMS" ? text("kms_key_id") : undefined;
  const capacity = capacityOf(value("stream_mode_details", 0, "stream_mode"), value("shard_count"));
  return {
    dataStreams: [{ arn: attribute("arn"), ...(key !== undefined && { kmsKeyArn: key }), ...capacity, source }],
  };
}

/**
 * The provider plans no on-demand stream with a shard count and no provisioned one without, and asks for a count only where
 * a stream is provisioned; what a plan or state has beside that is left from before and reaches no call. Source: the
 * provider's internal/service/kinesis/stream.go, 2026.
 */
function capacityOf(mode: unknown, count: unknown): Pick<DataStreamConfiguration, "streamMode" | "shardCount"> {
  if (mode === "ON_DEMAND") return { streamMode: mode };
  const shardCount = Number(count ?? 0);
  return shardCount >= 1 ? { ...(mode === "PROVISIONED" && { streamMode: mode }), shardCount } : {};
}

/** aws_kinesis_resource_policy. */
export function readDataStreamPolicy({ resource, source, text, policy }: Reading): Partial<Draft> {
  const document = policy("data stream policy", "policy");
  if (document === undefined) return {};
  return { ofDataStreams: [{ arn: text("resource_arn") ?? "", policy: document, what: resource.address, source }] };
}

/** aws_cloudwatch_log_stream; a group alone takes no events. */
export function readLogStream({ text }: Reading): Partial<Draft> {
  return { logStreams: [{ group: text("log_group_name") ?? "", stream: text("name") ?? "" }] };
}
