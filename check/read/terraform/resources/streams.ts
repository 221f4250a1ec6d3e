import type {
  CloudWatchLoggingOptions,
  CompressionFormat,
  DataFormatConversionConfiguration,
  ExtendedS3DestinationConfiguration,
  KeyType,
  S3BackupMode,
} from "@aws-sdk/client-firehose";
import type { DataStreamConfiguration, DeliveryStreamConfiguration } from "../../../configuration.ts";
import { InputError } from "../../../input-error.ts";
import type { Owned } from "../../../part.ts";
import type { Draft } from "../../draft.ts";
import { type EndpointMember, type S3Half, s3HalfOf } from "../../endpoint.ts";
import type { Reading } from "../reading.ts";

type Path = readonly (string | number)[];

type Settings = Pick<Reading, "text" | "reference" | "words" | "number" | "blocks" | "flag">;

const s3 = ["extended_s3_configuration", 0] as const;

/** Blocks for destinations that are not S3, by the API's name. */
const endpointBlocks: Readonly<Record<EndpointMember, string>> = {
  HttpEndpointDestinationConfiguration: "http_endpoint_configuration",
  AmazonopensearchserviceDestinationConfiguration: "opensearch_configuration",
  ElasticsearchDestinationConfiguration: "elasticsearch_configuration",
  AmazonOpenSearchServerlessDestinationConfiguration: "opensearchserverless_configuration",
  RedshiftDestinationConfiguration: "redshift_configuration",
  SplunkDestinationConfiguration: "splunk_configuration",
  SnowflakeDestinationConfiguration: "snowflake_configuration",
  IcebergDestinationConfiguration: "iceberg_configuration",
};

/** aws_kinesis_firehose_delivery_stream, with what it writes to S3. */
export function readDeliveryStream(reading: Reading): Partial<Draft> {
  const { resource, source, account, name, text, blocks, notChecked } = reading;
  const isS3 = blocks("extended_s3_configuration") > 0;
  const half = isS3 ? undefined : halfOf(reading);
  if (!isS3 && half === undefined) {
    const because = "it writes nothing to S3";
    return { notChecked: [{ what: resource.address, because, source, couldMatter: false }] };
  }
  const kinesis = ["kinesis_source_configuration", 0] as const;
  const dataStreamArn = dataStreamArnOf(reading, [...kinesis, "kinesis_stream_arn"]);
  const roleArn = text(...kinesis, "role_arn");
  const stream: Owned<DeliveryStreamConfiguration> = {
    accountId: account.id,
    region: account.region,
    name,
    ...(dataStreamArn !== undefined && roleArn !== undefined && { reads: { dataStreamArn, roleArn } }),
    destination: half?.destination ?? destinationOf(reading, s3),
    ...(half !== undefined && { endpoint: half.endpoint }),
    ...encryptionOf(reading),
    source,
  };
  const because = "only a data stream or direct puts are emulated as source: the record is put directly";
  return {
    deliveryStreams: [stream],
    notChecked:
      blocks("msk_source_configuration") > 0
        ? [{ ...notChecked("msk_source_configuration", because), couldOnlyBreak: true }]
        : [],
  };
}

/** The account that owns the stream is told by nothing but its ARN. */
function dataStreamArnOf({ text, source }: Reading, path: Path): string | undefined {
  const arn = text(...path);
  if (arn === undefined || /^arn:[\w-]+:kinesis:[^:]+:[^:]+:stream\/.+$/s.test(arn)) return arn;
  throw new InputError(
    { ...source, path: `${source.path}.${path.join(".")}` },
    `\`${arn}\` is no data stream's ARN`,
    "arn:aws:kinesis:<region>:<account>:stream/<name> is one",
  );
}

function halfOf(reading: Reading): S3Half | undefined {
  const { text, blocks, flag } = reading;
  const found = Object.entries(endpointBlocks).find(([, block]) => blocks(block, 0, "s3_configuration") > 0);
  if (found === undefined) return undefined;
  const [member, block] = found;
  const at = [block, 0] as const;
  const processing = [...at, "processing_configuration", 0] as const;
  const hasBackup = blocks(...at, "s3_backup_configuration") > 0;
  return s3HalfOf(member, {
    ...given({ RoleARN: text(...at, "role_arn"), S3BackupMode: text(...at, "s3_backup_mode") }),
    S3Configuration: destinationOf(reading, [...at, "s3_configuration", 0]),
    ...(hasBackup && { S3BackupConfiguration: destinationOf(reading, [...at, "s3_backup_configuration", 0]) }),
    ...(flag(...processing, "enabled") === true && { ProcessingConfiguration: processingOf(processing, text, blocks) }),
    ...given({ CloudWatchLoggingOptions: loggingOf(reading, [...at, "cloudwatch_logging_options", 0]) }),
  });
}

function encryptionOf({ text, flag }: Reading): Pick<DeliveryStreamConfiguration, "encryption"> {
  const at = ["server_side_encryption", 0] as const;
  if (flag(...at, "enabled") !== true) return {};
  const KeyType = (text(...at, "key_type") ?? "AWS_OWNED_CMK") as KeyType;
  return { encryption: { KeyType, ...given({ KeyARN: text(...at, "key_arn") }) } };
}

function loggingOf({ flag, reference }: Settings, at: Path): CloudWatchLoggingOptions | undefined {
  if (flag(...at, "enabled") !== true) return undefined;
  const names = {
    LogGroupName: reference(...at, "log_group_name"),
    LogStreamName: reference(...at, "log_stream_name"),
  };
  return { Enabled: true, ...given(names) };
}

/** Under the names of the API; of the formats, which they are. */
function conversionOf({ blocks, flag, text }: Settings, at: Path): DataFormatConversionConfiguration | undefined {
  if (blocks(...at.slice(0, -1)) === 0) return undefined;
  const schema = [...at, "schema_configuration", 0] as const;
  const formats = [...at, "output_format_configuration", 0, "serializer", 0] as const;
  const names = {
    CatalogId: text(...schema, "catalog_id"),
    DatabaseName: text(...schema, "database_name"),
    Region: text(...schema, "region"),
    RoleARN: text(...schema, "role_arn"),
    TableName: text(...schema, "table_name"),
  };
  return {
    Enabled: flag(...at, "enabled") ?? true,
    ...(blocks(...schema.slice(0, -1)) > 0 && { SchemaConfiguration: given(names) }),
    ...(blocks(...at, "input_format_configuration") > 0 && { InputFormatConfiguration: {} }),
    ...(blocks(...at, "output_format_configuration") > 0 && {
      OutputFormatConfiguration: {
        Serializer: blocks(...formats, "parquet_ser_de") > 0 ? { ParquetSerDe: {} } : { OrcSerDe: {} },
      },
    }),
  };
}

/** Hints in MiB and seconds, under the names of the API. */
function destinationOf(reading: Settings, at: Path): ExtendedS3DestinationConfiguration {
  const { text, words, number, blocks, flag } = reading;
  const SizeInMBs = number(...at, "buffering_size") ?? number(...at, "buffer_size");
  const IntervalInSeconds = number(...at, "buffering_interval") ?? number(...at, "buffer_interval");
  const partitioning = [...at, "dynamic_partitioning_configuration", 0] as const;
  const processing = [...at, "processing_configuration", 0] as const;
  const key = text(...at, "kms_key_arn");
  const retry = number(...partitioning, "retry_duration");
  const optional = {
    Prefix: words(...at, "prefix"),
    ErrorOutputPrefix: words(...at, "error_output_prefix"),
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
    ...given({
      CloudWatchLoggingOptions: loggingOf(reading, [...at, "cloudwatch_logging_options", 0]),
      DataFormatConversionConfiguration: conversionOf(reading, [...at, "data_format_conversion_configuration", 0]),
    }),
    ...(flag(...partitioning, "enabled") === true && {
      DynamicPartitioningConfiguration: {
        Enabled: true,
        ...(retry !== undefined && { RetryOptions: { DurationInSeconds: retry } }),
      },
    }),
    ...(flag(...processing, "enabled") === true && { ProcessingConfiguration: processingOf(processing, text, blocks) }),
    ...(blocks(...at, "s3_backup_configuration") > 0 && {
      S3BackupConfiguration: destinationOf(reading, [...at, "s3_backup_configuration", 0]),
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
      ParameterValue: unlessUnknown(() => text(...parameter, "parameter_value")),
    })),
  }));
  return { Enabled: true, Processors: processors as never };
}

/** What is known after apply is played around. */
function unlessUnknown(read: () => string | undefined): string | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
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
export function readLogStream({ reference, name }: Reading): Partial<Draft> {
  return { logStreams: [{ group: reference("log_group_name") ?? "", stream: name }] };
}
