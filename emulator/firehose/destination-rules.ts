import type {
  BufferingHints,
  ExtendedS3DestinationConfiguration,
  ExtendedS3DestinationDescription,
  ExtendedS3DestinationUpdate,
  S3DestinationDescription,
} from "@aws-sdk/client-firehose";
import { parseArn } from "../model/arn.ts";
import { partitionOf } from "../model/partition.ts";
import { notImplemented } from "../model/service-error.ts";
import { isTimeZone } from "./date-time.ts";
import { invalidArgument } from "./errors.ts";
import { checkPartitioning, checkPartitioningUnchanged } from "./partitioning-rules.ts";
import { checkPrefixes } from "./prefix-rules.ts";
import { processingOf } from "./processors.ts";

type Given = ExtendedS3DestinationConfiguration | ExtendedS3DestinationUpdate;

/** What a call must fulfil by itself, before defaults are filled in or it is merged with what was there. */
export function checkGiven(given: Given): void {
  // Terraform and the console say in so many words that they want none.
  const { Enabled: isConverting, ...conversion } = given.DataFormatConversionConfiguration ?? { Enabled: false };
  if (isConverting !== false || Object.values(conversion).some((member) => member !== undefined)) {
    throw notImplemented("The member `ExtendedS3DestinationConfiguration.DataFormatConversionConfiguration`");
  }
  checkHints(given.BufferingHints);
  const backup = "S3BackupUpdate" in given ? given.S3BackupUpdate : undefined;
  checkHints(("S3BackupConfiguration" in given ? given.S3BackupConfiguration : backup)?.BufferingHints);
}

/** What a whole destination of a delivery stream in `region` must fulfil, after defaults and updates. */
export function checkDestination(destination: ExtendedS3DestinationDescription, region: string): void {
  checkS3(destination);
  checkPartition(destination.BucketARN, region);
  checkPartition(destination.S3BackupDescription?.BucketARN, region);
  const processing = processingOf(destination.ProcessingConfiguration);
  checkPartitioning(destination, processing);
  checkBackup(destination);
  if (destination.CustomTimeZone !== undefined && !isTimeZone(destination.CustomTimeZone)) {
    // The end of the sentence is reported in aws-cdk#38514.
    throw invalidArgument(
      "AWS Kinesis Firehose delivery stream, the supported IANA time zone formats are non-3-letter identifiers",
    );
  }
}

/** What an update may not change. Sources: Firehose User Guide, "Data transformation", "Dynamic partitioning"; the words: stackd. */
export function checkTransition(
  before: ExtendedS3DestinationDescription,
  after: ExtendedS3DestinationDescription,
): void {
  checkPartitioningUnchanged(before, after);
  if (before.S3BackupMode === "Enabled" && after.S3BackupMode !== "Enabled") {
    throw invalidArgument("Disabling S3 backup is not currently supported.");
  }
}

/** Both or none. Source of the words: floci. */
function checkHints(hints: BufferingHints | undefined): void {
  if (hints === undefined || (hints.SizeInMBs === undefined) === (hints.IntervalInSeconds === undefined)) return;
  throw invalidArgument(
    "If you specify a value for SizeInMBs, you must also specify a value for IntervalInSeconds, and vice versa.",
  );
}

function checkS3(s3: S3DestinationDescription): void {
  const { NoEncryptionConfig, KMSEncryptionConfig } = s3.EncryptionConfiguration ?? {};
  // That one of the two is given follows from their names; the words are not documented.
  if ((NoEncryptionConfig === undefined) === (KMSEncryptionConfig === undefined)) {
    throw invalidArgument("EncryptionConfiguration must have either NoEncryptionConfig or KMSEncryptionConfig.");
  }
  const { Enabled: isLogging, LogGroupName, LogStreamName } = s3.CloudWatchLoggingOptions ?? {};
  if (isLogging && !(LogGroupName && LogStreamName)) {
    throw invalidArgument(
      "CloudWatchLoggingOptions must have a LogGroupName and a LogStreamName when logging is enabled.",
    );
  }
  checkPrefixes(s3);
}

/** A bucket of another partition is out of reach. When AWS says so, and how, is not documented; the place and the words are ours. */
function checkPartition(bucketArn: string | undefined, region: string): void {
  const { name } = partitionOf(region);
  if (bucketArn === undefined || parseArn(bucketArn)?.partition === name) return;
  throw invalidArgument(`The bucket ${bucketArn} is not in the partition of the delivery stream, ${name}.`);
}

/** Recorded on AWS by stackd in 2026; the words of the refusal are those of its code. */
const leastBackupSeconds = 60;

/** AWS documents no words for these. Source of the rules: API Reference; User Guide, "Configure buffering hints". */
function checkBackup({ S3BackupMode: mode, S3BackupDescription: backup }: ExtendedS3DestinationDescription): void {
  if (mode !== "Enabled") return;
  if (backup?.BucketARN === undefined || backup.RoleARN === undefined) {
    throw invalidArgument("S3BackupConfiguration is required when S3BackupMode is Enabled.");
  }
  if ((backup.BufferingHints?.IntervalInSeconds ?? leastBackupSeconds) < leastBackupSeconds) {
    throw invalidArgument("S3 backup buffering interval must be between 60 and 900 seconds.");
  }
  checkS3(backup);
}
