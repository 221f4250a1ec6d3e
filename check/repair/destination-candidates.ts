import type { ExtendedS3DestinationConfiguration } from "@aws-sdk/client-firehose";
import type { Configuration } from "../configuration.ts";
import { roleArn } from "../roles.ts";
import type { Candidate } from "./placed.ts";

/** What CreateDeliveryStream takes in the place of what it does not. */
export function destinationCandidates(configuration: Configuration): readonly Candidate[] {
  const { deliveryStream } = configuration;
  const set = (settings: Partial<ExtendedS3DestinationConfiguration>, what: string): Candidate => [
    { kind: "set-destination", settings, text: `${what} of delivery stream \`${deliveryStream.name}\`` },
  ];
  const { BufferingHints: hints, ErrorOutputPrefix, CloudWatchLoggingOptions: logging } = deliveryStream.destination;
  return [
    ...(hints !== undefined && (hints.SizeInMBs === undefined) !== (hints.IntervalInSeconds === undefined)
      ? [set({ BufferingHints: { ...defaultHints, ...hints } }, `give both buffering hints`)]
      : []),
    ...backupCandidates(deliveryStream.destination).map((settings) =>
      set(settings, "let 60 s be the buffering interval of the source backup"),
    ),
    ...(isProcessingNothing(deliveryStream.destination)
      ? [set({ ProcessingConfiguration: undefined }, "leave out the processing, which has no processor,")]
      : []),
    ...(ErrorOutputPrefix === undefined ? [set({ ErrorOutputPrefix: errorPrefix }, "give an ErrorOutputPrefix")] : []),
    ...(logging?.Enabled === true && !(logging.LogGroupName && logging.LogStreamName)
      ? [set({ CloudWatchLoggingOptions: { ...logging, ...namesOf(deliveryStream.name) } }, "name the log")]
      : []),
    ...forConversion(deliveryStream.destination).map((settings) =>
      set(settings, "give what format conversion takes for buffering and compression"),
    ),
    ...rolesInA(configuration).map((arn) => set({ RoleARN: arn }, `let \`${arn}\` be the role`)),
  ];
}

function backupCandidates({
  S3BackupConfiguration: backup,
}: ExtendedS3DestinationConfiguration): readonly Partial<ExtendedS3DestinationConfiguration>[] {
  const hints = backup?.BufferingHints;
  if (backup === undefined || (hints?.IntervalInSeconds ?? leastBackupSeconds) >= leastBackupSeconds) return [];
  const BufferingHints = { ...defaultHints, ...hints, IntervalInSeconds: leastBackupSeconds };
  return [{ S3BackupConfiguration: { ...backup, BufferingHints } }];
}

/** Recorded on AWS in 2026. */
const leastBackupSeconds = 60;

function isProcessingNothing({ ProcessingConfiguration: processing }: ExtendedS3DestinationConfiguration): boolean {
  return processing?.Enabled === true && (processing.Processors ?? []).length === 0;
}

/** Source: API Reference, BufferingHints and ExtendedS3DestinationConfiguration. */
function forConversion({
  DataFormatConversionConfiguration: conversion,
  BufferingHints: hints,
  CompressionFormat: compression,
}: ExtendedS3DestinationConfiguration): readonly Partial<ExtendedS3DestinationConfiguration>[] {
  if (conversion === undefined || conversion.Enabled === false) return [];
  return [
    {
      ...(hints !== undefined && {
        BufferingHints: { ...defaultHints, ...hints, SizeInMBs: Math.max(hints.SizeInMBs ?? 0, 64) },
      }),
      ...(compression !== undefined && { CompressionFormat: "UNCOMPRESSED" }),
    },
  ];
}

/** Dynamic partitioning with a bucket of another account: without it, and without what only has a meaning with it. */
export function withoutPartitioning({ deliveryStream }: Configuration): readonly Candidate[] {
  const { destination, name } = deliveryStream;
  const { DynamicPartitioningConfiguration, ProcessingConfiguration, Prefix } = destination;
  if (DynamicPartitioningConfiguration?.Enabled !== true) return [];
  const processors = ProcessingConfiguration?.Processors?.filter(({ Type }) => Type !== "MetadataExtraction") ?? [];
  const settings = {
    DynamicPartitioningConfiguration: undefined,
    ProcessingConfiguration:
      processors.length === 0 ? undefined : { ...ProcessingConfiguration, Processors: processors },
    Prefix: Prefix?.includes("!{partitionKey") === true ? undefined : Prefix,
  };
  const text = `do without dynamic partitioning in delivery stream \`${name}\`: it cannot be updated away, the stream is created anew`;
  return [[{ kind: "set-destination", settings, text }]];
}

/** Source: API Reference, BufferingHints. */
const defaultHints = { SizeInMBs: 5, IntervalInSeconds: 300 };

/** Where failed records go is told by what went wrong. Source: Firehose Developer Guide, "Custom prefixes". */
const errorPrefix = "errors/!{firehose:error-output-type}/";

/** As the console names them. */
function namesOf(deliveryStream: string): { readonly LogGroupName: string; readonly LogStreamName: string } {
  return { LogGroupName: `/aws/kinesisfirehose/${deliveryStream}`, LogStreamName: "DestinationDelivery" };
}

/** Where the role of another account is given: it is account A's roles that can be passed. */
function rolesInA({ accountA, roles, deliveryStream }: Configuration): readonly string[] {
  if (deliveryStream.destination.RoleARN?.includes(`::${accountA.id}:`) === true) return [];
  return roles.filter(({ accountId }) => accountId === accountA.id).map(roleArn);
}
