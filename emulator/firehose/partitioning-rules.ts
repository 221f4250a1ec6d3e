import type { ExtendedS3DestinationDescription } from "@aws-sdk/client-firehose";
import { invalidArgument } from "./errors.ts";
import { isPrefixProblem, parsePrefix } from "./prefix.ts";
import type { Processing } from "./processors.ts";

const leastSizeMiB = 64;
const leastIntervalSeconds = 60;

/**
 * What dynamic partitioning demands of the rest of a destination, and the rest of it.
 * Sources: Firehose User Guide, "Dynamic partitioning"; the words as aws-cdk's users met them.
 */
export function checkPartitioning(destination: ExtendedS3DestinationDescription, processing: Processing): void {
  const prefix = parsePrefix(destination.Prefix ?? "");
  const keys = isPrefixProblem(prefix) ? [] : prefix.filter((part) => part.kind === "partition-key");
  if (!isPartitioned(destination)) {
    if (keys.length > 0) {
      throw invalidArgument(
        "Dynamic Partitioning Namespaces can only be part of a prefix expression when Dynamic Partitioning is enabled.",
      );
    }
    // Not documented; without partitioning nothing could use the keys.
    if (processing.query !== undefined) {
      throw invalidArgument("MetadataExtraction processor can only be present when Dynamic Partitioning is enabled.");
    }
    return;
  }
  if (keys.length === 0) {
    throw invalidArgument(
      "S3 Prefix should contain Dynamic Partitioning namespaces when Dynamic Partitioning is enabled",
    );
  }
  if (destination.ProcessingConfiguration?.Enabled !== true) {
    throw invalidArgument("Processing Configuration is not enabled when DataPartitioning is enabled");
  }
  if (keys.some(({ from }) => from === "lambda")) {
    throw invalidArgument(
      "Lambda should be present when S3 Prefix contains keys from partitionKeyFromLambda namespace",
    );
  }
  if (processing.query === undefined) {
    throw invalidArgument(
      "MetadataExtraction processor should be present when S3 Prefix has partitionKeyFromQuery namespace",
    );
  }
  checkHints(destination);
}

/** It is chosen at creation for good. The words of the refusal are not documented. */
export function checkPartitioningUnchanged(
  before: ExtendedS3DestinationDescription,
  after: ExtendedS3DestinationDescription,
): void {
  if (isPartitioned(before) === isPartitioned(after)) return;
  throw invalidArgument(
    isPartitioned(before)
      ? "Dynamic Partitioning cannot be disabled on a delivery stream that was created with it."
      : "Dynamic Partitioning can only be enabled when a delivery stream is created.",
  );
}

function checkHints({ BufferingHints: hints }: ExtendedS3DestinationDescription): void {
  if ((hints?.SizeInMBs ?? leastSizeMiB) < leastSizeMiB) {
    throw invalidArgument("BufferingHints.SizeInMBs must be at least 64 when Dynamic Partitioning is enabled.");
  }
  if ((hints?.IntervalInSeconds ?? leastIntervalSeconds) < leastIntervalSeconds) {
    throw invalidArgument(
      "BufferingHints.IntervalInSeconds must be at least 60 seconds when Dynamic Partitioning is enabled.",
    );
  }
}

function isPartitioned({ DynamicPartitioningConfiguration }: ExtendedS3DestinationDescription): boolean {
  return DynamicPartitioningConfiguration?.Enabled === true;
}
