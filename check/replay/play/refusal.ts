import type { ExtendedS3DestinationConfiguration, Processor } from "@aws-sdk/client-firehose";
import { isConverting } from "./needs.ts";
import { processorsOf } from "./processing.ts";

/** What AWS says instead of creating the delivery stream. */
export interface Refusal {
  readonly code: "InvalidArgumentException";
  readonly message: string;
}

const leastConvertingMiB = 64;

/**
 * Rules about what the embedded AWS is not given. Sources: API Reference, BufferingHints and DataFormatConversionConfiguration,
 * for format conversion; that there is one Lambda processor at most, with its function, was seen on AWS. The words are ours.
 */
export function refusalOf(destination: ExtendedS3DestinationConfiguration): Refusal | undefined {
  const [message] = [...formFaults(destination), ...conversionFaults(destination), ...processorFaults(destination)];
  return message === undefined ? undefined : { code: "InvalidArgumentException", message };
}

/** What is no list where the API has one. */
function formFaults({ ProcessingConfiguration: processing }: ExtendedS3DestinationConfiguration): readonly string[] {
  const { Enabled, Processors = [] } = processing ?? {};
  if (Enabled !== true) return [];
  if (!Array.isArray(Processors)) return ["ProcessingConfiguration.Processors must be a list."];
  return Processors.some(({ Parameters = [] }) => !Array.isArray(Parameters))
    ? ["The Parameters of a processor must be a list."]
    : [];
}

function conversionFaults({
  DataFormatConversionConfiguration: conversion,
  BufferingHints,
  CompressionFormat = "UNCOMPRESSED",
}: ExtendedS3DestinationConfiguration): readonly string[] {
  if (!isConverting(conversion)) return [];
  const missing = (["SchemaConfiguration", "InputFormatConfiguration", "OutputFormatConfiguration"] as const).filter(
    (member) => conversion[member] === undefined,
  );
  return [
    ...(missing.length > 0 ? [`Format conversion needs ${missing.join(", ")}.`] : []),
    ...((BufferingHints?.SizeInMBs ?? leastConvertingMiB) < leastConvertingMiB
      ? [`BufferingHints.SizeInMBs must be at least ${leastConvertingMiB} with format conversion.`]
      : []),
    ...(CompressionFormat === "UNCOMPRESSED"
      ? []
      : ["CompressionFormat must be UNCOMPRESSED with format conversion: the format has a compression of its own."]),
  ];
}

function processorFaults({
  ProcessingConfiguration: processing,
}: ExtendedS3DestinationConfiguration): readonly string[] {
  const functions = processorsOf(processing).filter(({ Type }) => Type === "Lambda");
  return [
    ...(functions.length > 1 ? ["There is more than one Lambda processor."] : []),
    ...(functions.some((each) => !hasFunction(each)) ? ["The Lambda processor has no LambdaArn."] : []),
  ];
}

/** Without a value it is there and not known yet. */
function hasFunction({ Parameters = [] }: Processor): boolean {
  return Parameters.some(({ ParameterName, ParameterValue }) => ParameterName === "LambdaArn" && ParameterValue !== "");
}
