import type {
  CloudWatchLoggingOptions,
  ExtendedS3DestinationConfiguration,
  ExtendedS3DestinationDescription,
  ExtendedS3DestinationUpdate,
  S3DestinationDescription,
} from "@aws-sdk/client-firehose";
import { notImplemented } from "../model/service-error.ts";
import { isTimeZone } from "./date-time.ts";
import { invalidArgument } from "./errors.ts";
import { hasExpressions, isPrefixProblem, type PrefixPart, parsePrefix } from "./prefix.ts";

/** Refuses what AWS would do and the emulator does not. */
export function refuseNotEmulated(given: ExtendedS3DestinationConfiguration | ExtendedS3DestinationUpdate): void {
  const refuse = (member: string) => {
    throw notImplemented(`The member \`ExtendedS3DestinationConfiguration.${member}\``);
  };
  if (given.DataFormatConversionConfiguration !== undefined) refuse("DataFormatConversionConfiguration");
  if (given.ProcessingConfiguration?.Enabled === true) refuse("ProcessingConfiguration");
  if (given.S3BackupMode === "Enabled") refuse("S3BackupMode");
  if (given.DynamicPartitioningConfiguration?.Enabled === true) refuse("DynamicPartitioningConfiguration");
  if (given.CompressionFormat !== undefined && given.CompressionFormat !== "UNCOMPRESSED") refuse("CompressionFormat");
}

/** What the members of a call must fulfil beside each other. Source of the words: floci. */
export function checkHints(given: ExtendedS3DestinationConfiguration | ExtendedS3DestinationUpdate): void {
  const { BufferingHints: hints } = given;
  if (hints === undefined) return;
  if ((hints.SizeInMBs === undefined) !== (hints.IntervalInSeconds === undefined)) {
    throw invalidArgument(
      "If you specify a value for SizeInMBs, you must also specify a value for IntervalInSeconds, and vice versa.",
    );
  }
}

/** What a whole destination must fulfil, after defaults and updates. */
export function checkDestination(destination: ExtendedS3DestinationDescription): void {
  checkS3(destination);
  if (destination.CustomTimeZone !== undefined && !isTimeZone(destination.CustomTimeZone)) {
    // The end of the sentence is reported in aws-cdk#38514.
    throw invalidArgument(
      "AWS Kinesis Firehose delivery stream, the supported IANA time zone formats are non-3-letter identifiers",
    );
  }
}

function checkS3(s3: S3DestinationDescription): void {
  checkLogging(s3.CloudWatchLoggingOptions);
  checkPrefixes(s3);
}

/** Both names are required when logging is on. The words of the refusal are not documented. */
function checkLogging(options: CloudWatchLoggingOptions | undefined): void {
  if (options?.Enabled !== true) return;
  if (!options.LogGroupName || !options.LogStreamName) {
    throw invalidArgument(
      "CloudWatchLoggingOptions must have a LogGroupName and a LogStreamName when logging is enabled.",
    );
  }
}

/** Sources: Firehose User Guide, "Custom Prefixes for Amazon S3 Objects"; the words as reported in terraform-provider-aws#13416. */
function checkPrefixes({ Prefix, ErrorOutputPrefix }: S3DestinationDescription): void {
  const prefix = parsed(Prefix ?? "");
  const errorPrefix = parsed(ErrorOutputPrefix ?? "");
  if (prefix.some(({ kind }) => kind === "error-output-type")) {
    throw unsatisfied("Prefix cannot contain !{firehose:error-output-type}");
  }
  if (hasExpressions(prefix) && !ErrorOutputPrefix) {
    throw unsatisfied("ErrorOutputPrefix cannot be null or empty when Prefix contains expressions");
  }
  if (hasExpressions(errorPrefix) && !errorPrefix.some(({ kind }) => kind === "error-output-type")) {
    throw unsatisfied("ErrorOutputPrefix must contain !{firehose:error-output-type} when it contains expressions");
  }
  if (errorPrefix.some(({ kind }) => kind === "partition-key")) {
    throw invalidArgument("Dynamic Partitioning Namespaces can't be part of an error prefix expression");
  }
  if (prefix.some(({ kind }) => kind === "partition-key")) {
    throw invalidArgument(
      "Dynamic Partitioning Namespaces can only be part of a prefix expression when Dynamic Partitioning is enabled.",
    );
  }
}

function parsed(text: string): readonly PrefixPart[] {
  const parts = parsePrefix(text);
  if (!isPrefixProblem(parts)) return parts;
  throw parts.kind === "not-emulated" ? notImplemented(parts.what) : unsatisfied(parts.message);
}

function unsatisfied(constraint: string): Error {
  return invalidArgument(`Ths supplied prefix(es) do not satisfy the following constraint: ${constraint}`);
}
