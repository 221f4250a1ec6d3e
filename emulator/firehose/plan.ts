import type { ExtendedS3DestinationDescription, S3DestinationDescription } from "@aws-sdk/client-firehose";
import type { BufferingHints } from "./buffer.ts";
import { type CompressionFormat, compressionTraits } from "./compression.ts";
import { isPrefixProblem, type PrefixPart, parsePrefix } from "./prefix.ts";
import { noProcessing, type Processing, processingOf } from "./processors.ts";

/** A destination as delivery needs it: checked, parsed, without optional members. */
export interface DeliveryPlan {
  readonly roleArn: string;
  readonly bucketArn: string;
  readonly bucket: string;
  readonly prefix: readonly PrefixPart[];
  readonly errorOutputPrefix: readonly PrefixPart[] | undefined;
  readonly timeZone: string;
  readonly compression: CompressionFormat;
  readonly contentEncoding: string | undefined;
  readonly extension: string;
  readonly hints: BufferingHints;
  readonly kmsKeyArn: string | undefined;
  readonly processing: Processing;
  readonly isPartitioned: boolean;
  /** Where errors are logged, if at all. */
  readonly log: { readonly group: string; readonly stream: string } | undefined;
  /** Where the records are kept as they came. */
  readonly backup: DeliveryPlan | undefined;
}

const plans = new WeakMap<object, DeliveryPlan>();

/** Made once for each configuration. */
export function planOf(destination: ExtendedS3DestinationDescription): DeliveryPlan {
  const known = plans.get(destination);
  if (known !== undefined) return known;
  const made = makePlan(destination);
  plans.set(destination, made);
  return made;
}

function makePlan(destination: ExtendedS3DestinationDescription): DeliveryPlan {
  const { S3BackupDescription: backup } = destination;
  return {
    ...makeS3Plan(destination, destination.CustomTimeZone ?? "UTC", destination.FileExtension),
    processing: processingOf(destination.ProcessingConfiguration),
    isPartitioned: destination.DynamicPartitioningConfiguration?.Enabled === true,
    backup:
      destination.S3BackupMode === "Enabled" && backup !== undefined
        ? makeS3Plan(backup, destination.CustomTimeZone ?? "UTC", undefined)
        : undefined,
  };
}

function makeS3Plan(s3: S3DestinationDescription, timeZone: string, fileExtension: string | undefined): DeliveryPlan {
  const bucketArn = present(s3.BucketARN, "BucketARN");
  const compression = s3.CompressionFormat ?? "UNCOMPRESSED";
  const { Enabled: isLogging, LogGroupName: group, LogStreamName: stream } = s3.CloudWatchLoggingOptions ?? {};
  return {
    roleArn: present(s3.RoleARN, "RoleARN"),
    bucketArn,
    bucket: bucketArn.slice(bucketArn.lastIndexOf(":") + 1),
    prefix: checkedPrefix(s3.Prefix ?? ""),
    errorOutputPrefix: s3.ErrorOutputPrefix ? checkedPrefix(s3.ErrorOutputPrefix) : undefined,
    timeZone,
    compression,
    contentEncoding: compressionTraits[compression].contentEncoding,
    extension: fileExtension || compressionTraits[compression].extension,
    hints: {
      sizeMiB: present(s3.BufferingHints?.SizeInMBs, "SizeInMBs"),
      intervalSeconds: present(s3.BufferingHints?.IntervalInSeconds, "IntervalInSeconds"),
    },
    kmsKeyArn: s3.EncryptionConfiguration?.KMSEncryptionConfig?.AWSKMSKeyARN,
    processing: noProcessing,
    isPartitioned: false,
    log: isLogging && group && stream ? { group, stream } : undefined,
    backup: undefined,
  };
}

function checkedPrefix(text: string): readonly PrefixPart[] {
  const parts = parsePrefix(text);
  if (isPrefixProblem(parts)) throw new TypeError(`the prefix \`${text}\` was not checked when it was set`);
  return parts;
}

function present<T>(value: T | undefined, member: string): T {
  if (value === undefined) throw new TypeError(`a described destination has ${member}`);
  return value;
}
