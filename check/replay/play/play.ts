import type { ExtendedS3DestinationConfiguration } from "@aws-sdk/client-firehose";
import type { Playable } from "../../unknown/world.ts";
import { playedBackup } from "./backup.ts";
import { playedEndpoint } from "./endpoint.ts";
import type { LeftOut } from "./left-out.ts";
import { foreignSides, isConverting, type Need, needsOf } from "./needs.ts";
import { playedPrefix } from "./prefix.ts";
import { type FailureType, parameterOf, playedProcessing, processorsOf } from "./processing.ts";
import { type PlayedRecord, recordFor } from "./record.ts";
import { type Refusal, refusalOf } from "./refusal.ts";

/** A configuration as the embedded AWS plays it, with what is left out for that and what is judged instead. */
export interface Play {
  readonly configuration: Playable;
  readonly record: PlayedRecord;
  /** What must be in the objects that arrive; undefined where on AWS something else is in them. */
  readonly contents: readonly Uint8Array[] | undefined;
  readonly leftOut: readonly LeftOut[];
  readonly needs: readonly Need[];
  /** How records may fail: each way has objects of its own below the error output prefix. */
  readonly failures: readonly FailureType[];
  /** What AWS's CreateDeliveryStream says to something that the embedded one is not given. */
  readonly refusal?: Refusal;
}

/** Leaves out what is not emulated. */
export async function playOf(configuration: Playable): Promise<Play> {
  const { deliveryStream, record: given } = configuration;
  const { destination, endpoint } = deliveryStream;
  const converting = isConverting(destination.DataFormatConversionConfiguration);
  const processed = playedProcessing(destination);
  const prefix = playedPrefix(destination.Prefix ?? "", "Prefix", "destination");
  const errorPrefix = playedPrefix(destination.ErrorOutputPrefix ?? "", "ErrorOutputPrefix", "errors");
  const backup = playedBackup(configuration);
  const processing = withKeys(processed.processing, prefix.keysOfLambda);
  const made = await recordFor(processing, given);
  const isUnfit = given === undefined && made.failure !== undefined;
  const played: ExtendedS3DestinationConfiguration = {
    ...destination,
    ...(destination.Prefix !== undefined && { Prefix: prefix.prefix }),
    ...(destination.ErrorOutputPrefix !== undefined && { ErrorOutputPrefix: errorPrefix.prefix }),
    ...(destination.DataFormatConversionConfiguration !== undefined && {
      DataFormatConversionConfiguration: undefined,
    }),
    ...(converting && extensionOf(destination)),
    ProcessingConfiguration: isUnfit ? withConstantKeys(processing, prefix.prefix) : processing,
    ...backup.settings,
  };
  const byEndpoint = endpoint === undefined ? undefined : playedEndpoint(endpoint, played);
  const isTransformed = processed.isTransformed || converting || endpoint?.mode === "failed";
  const refusal = refusalOf(destination);
  const needs = needsOf(configuration);
  return {
    configuration: {
      ...configuration,
      deliveryStream: {
        ...deliveryStream,
        destination: byEndpoint?.destination ?? played,
      },
    },
    record: isUnfit ? { data: made.data, parts: [made.data] } : made,
    contents: isTransformed ? undefined : isUnfit ? [made.data] : made.parts,
    leftOut: [
      ...processed.leftOut,
      ...(converting ? [conversion] : []),
      ...prefix.leftOut,
      ...errorPrefix.leftOut,
      ...(isUnfit ? [unfit(made.failure ?? "")] : []),
      ...(!isUnfit && given === undefined && isPartitioned(destination) ? [madeUpKeys] : []),
      ...backup.leftOut,
      ...(byEndpoint?.leftOut ?? []),
      ...foreignSides(configuration, needs),
    ],
    needs,
    failures: [...processed.failures, ...(converting ? (["format-conversion-failed"] as const) : [])],
    ...(refusal !== undefined && { refusal }),
  };
}

export function isPartitioned({ DynamicPartitioningConfiguration }: ExtendedS3DestinationConfiguration): boolean {
  return DynamicPartitioningConfiguration?.Enabled === true;
}

const conversion: LeftOut = {
  what: "the conversion of the records' format",
  because: "it is not emulated: the record is delivered as it was put",
};

const madeUpKeys: LeftOut = {
  what: "the value of your records' partition keys",
  because: "the record that is played has made-up ones: --record gives one of yours",
  isInKeyOf: "destination",
};

function unfit(failure: string): LeftOut {
  return {
    what: "the value of the partition keys",
    because: `no record that was made up yields them (${failure}): give one of yours by --record`,
    couldBreak: true,
    isInKeyOf: "destination",
  };
}

/** Reported by floci for Parquet; of ORC nothing is known. */
function extensionOf({
  FileExtension,
  DataFormatConversionConfiguration: conversion,
}: ExtendedS3DestinationConfiguration) {
  const isParquet = conversion?.OutputFormatConfiguration?.Serializer?.ParquetSerDe !== undefined;
  return isParquet && !FileExtension ? { FileExtension: ".parquet" } : {};
}

type Processing = ExtendedS3DestinationConfiguration["ProcessingConfiguration"];

/** The keys that a function gives come out of a query here. */
function withKeys(processing: Processing, keys: readonly string[]): Processing {
  if (keys.length === 0) return processing;
  const constants = `{${keys.map((key) => `${JSON.stringify(key)}: ${JSON.stringify(key)}`).join(", ")}}`;
  const extraction = processorsOf(processing).find(({ Type }) => Type === "MetadataExtraction");
  const query = extraction && parameterOf(extraction, "MetadataExtractionQuery");
  return withQuery(processing, query === undefined ? constants : `(${query}) + ${constants}`);
}

/** For each key that the prefix names, its name, whatever the record. */
function withConstantKeys(processing: Processing, prefix: string): Processing {
  const keys = [...prefix.matchAll(/!\{partitionKeyFromQuery:([^}]+)\}/g)].map(([, key = ""]) => key);
  return withQuery(processing, `{${keys.map((key) => `${JSON.stringify(key)}: ${JSON.stringify(key)}`).join(", ")}}`);
}

function withQuery(processing: Processing, query: string): Processing {
  const others = processorsOf(processing).filter(({ Type }) => Type !== "MetadataExtraction");
  const extraction = {
    Type: "MetadataExtraction",
    Parameters: [
      { ParameterName: "MetadataExtractionQuery", ParameterValue: query },
      { ParameterName: "JsonParsingEngine", ParameterValue: "JQ-1.6" },
    ],
  } as const;
  return { Enabled: true, Processors: [...others, { ...extraction, Parameters: [...extraction.Parameters] }] };
}
