import type {
  BufferingHints,
  DynamicPartitioningConfiguration,
  ExtendedS3DestinationConfiguration,
  ExtendedS3DestinationDescription,
  ExtendedS3DestinationUpdate,
  Processor,
  S3DestinationConfiguration,
  S3DestinationDescription,
  S3DestinationUpdate,
} from "@aws-sdk/client-firehose";

const defaultIntervalSeconds = 300;
const defaultSizeMiB = 5;
/** With dynamic partitioning. Source: API Reference, BufferingHints; aws-cdk. */
const partitioningSizeMiB = 128;
const defaultPartitioningRetrySeconds = 300;

/**
 * A destination as Describe shows it: what was given, empty strings too, with the defaults for what was not.
 * Sources: API Reference, ExtendedS3DestinationDescription; an answer of AWS in steampipe-plugin-aws#769; recorded:
 * test_firehose_stack_with_kinesis_as_source.
 */
export function describedDestination(given: ExtendedS3DestinationConfiguration): ExtendedS3DestinationDescription {
  const partitioning = describedPartitioning(given.DynamicPartitioningConfiguration);
  const sizeMiB = partitioning?.Enabled ? partitioningSizeMiB : defaultSizeMiB;
  return withoutUndefined({
    ...describedS3(given, sizeMiB),
    ProcessingConfiguration: given.ProcessingConfiguration && {
      Enabled: given.ProcessingConfiguration.Enabled ?? false,
      Processors: (given.ProcessingConfiguration.Processors ?? []).map(describedProcessor),
    },
    S3BackupMode: given.S3BackupMode ?? "Disabled",
    S3BackupDescription: given.S3BackupConfiguration && describedS3(given.S3BackupConfiguration, defaultSizeMiB),
    DataFormatConversionConfiguration: given.DataFormatConversionConfiguration,
    DynamicPartitioningConfiguration: partitioning,
    FileExtension: given.FileExtension,
    CustomTimeZone: given.CustomTimeZone || "UTC",
  });
}

/**
 * An update leaves as it was what it does not name; what it names it replaces, nested structures as a whole.
 * Sources: API Reference, UpdateDestination; floci, seen on AWS in 2026.
 */
export function updatedDestination(
  current: ExtendedS3DestinationDescription,
  update: ExtendedS3DestinationUpdate,
): ExtendedS3DestinationDescription {
  const { S3BackupDescription: backup, ...rest } = current;
  const { S3BackupUpdate: backupUpdate, ...changes } = withoutUndefined(update);
  const merged = { ...rest, ...changes };
  return describedDestination({
    ...merged,
    S3BackupConfiguration: mergedBackup(backup, backupUpdate),
  });
}

/** The view of the destination that predates Extended S3. */
export function s3View(destination: ExtendedS3DestinationDescription): S3DestinationDescription {
  return withoutUndefined({
    RoleARN: destination.RoleARN,
    BucketARN: destination.BucketARN,
    Prefix: destination.Prefix,
    ErrorOutputPrefix: destination.ErrorOutputPrefix,
    BufferingHints: destination.BufferingHints,
    CompressionFormat: destination.CompressionFormat,
    EncryptionConfiguration: destination.EncryptionConfiguration,
    CloudWatchLoggingOptions: destination.CloudWatchLoggingOptions,
  });
}

function describedS3(given: S3DestinationConfiguration, defaultSize: number): S3DestinationDescription {
  return withoutUndefined({
    RoleARN: given.RoleARN,
    BucketARN: given.BucketARN,
    Prefix: given.Prefix,
    ErrorOutputPrefix: given.ErrorOutputPrefix,
    BufferingHints: describedHints(given.BufferingHints, defaultSize),
    CompressionFormat: given.CompressionFormat ?? "UNCOMPRESSED",
    EncryptionConfiguration: given.EncryptionConfiguration ?? { NoEncryptionConfig: "NoEncryption" },
    CloudWatchLoggingOptions: {
      ...given.CloudWatchLoggingOptions,
      Enabled: given.CloudWatchLoggingOptions?.Enabled ?? false,
    },
  });
}

/** Of the delimiter AWS keeps no parameters (recorded by stackd, 2026). */
function describedProcessor(processor: Processor): Processor {
  return processor.Type === "AppendDelimiterToRecord" ? { ...processor, Parameters: [] } : processor;
}

function describedHints(given: BufferingHints | undefined, defaultSize: number): BufferingHints {
  return {
    SizeInMBs: given?.SizeInMBs ?? defaultSize,
    IntervalInSeconds: given?.IntervalInSeconds ?? defaultIntervalSeconds,
  };
}

function describedPartitioning(
  given: DynamicPartitioningConfiguration | undefined,
): DynamicPartitioningConfiguration | undefined {
  if (given === undefined) return undefined;
  const retry = { DurationInSeconds: given.RetryOptions?.DurationInSeconds ?? defaultPartitioningRetrySeconds };
  return given.Enabled ? { Enabled: true, RetryOptions: retry } : { Enabled: false };
}

function mergedBackup(
  current: S3DestinationDescription | undefined,
  update: S3DestinationUpdate | undefined,
): S3DestinationConfiguration | undefined {
  if (current === undefined && update === undefined) return undefined;
  return { RoleARN: undefined, BucketARN: undefined, ...current, ...(update && withoutUndefined(update)) };
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
