import type { ProcessingConfiguration, Processor, ProcessorParameterName } from "@aws-sdk/client-firehose";
import { notImplemented } from "../model/service-error.ts";
import { invalidArgument } from "./errors.ts";

/** What happens to records between source and buffer, in Firehose's order, whatever the order of the configuration. */
export interface Processing {
  /** How one record is taken apart into several. */
  readonly split: { readonly kind: "json" } | { readonly kind: "delimited"; readonly delimiter: Buffer } | undefined;
  /** A jq program whose answer names the partition keys. */
  readonly query: string | undefined;
  /** Put between two records, not behind the last. */
  readonly delimiter: Buffer | undefined;
}

/** Whatever parameters are given: AWS drops them. Recorded on AWS by stackd, 2026. */
const delimiter = Buffer.from("\n");

/** While processing is enabled. Recorded on AWS by stackd in 2026; the words are those of its code. */
const mostProcessors = 5;

export const noProcessing: Processing = { split: undefined, query: undefined, delimiter: undefined };

/**
 * Reads a processing configuration. Throws NotImplemented for processors that are not emulated (Lambda, decompression)
 * and InvalidArgumentException for those without their parameters; AWS's words for the latter are not documented.
 * Sources: API Reference, Processor and ProcessorParameter; Firehose User Guide, "Dynamic partitioning".
 */
export function processingOf(configuration: ProcessingConfiguration | undefined): Processing {
  if (configuration?.Enabled !== true) return noProcessing;
  const { Processors: processors = [] } = configuration;
  if (processors.length === 0 || processors.length > mostProcessors) {
    throw invalidArgument(
      "A maximum of 5 and a minimum of 1 processor needs to be supplied when processing is enabled.",
    );
  }
  let processing = noProcessing;
  const seen = new Set<string>();
  for (const processor of processors) {
    const type = processor.Type ?? "";
    if (seen.has(type) && type !== "AppendDelimiterToRecord") {
      throw invalidArgument(`The processor ${type} is configured more than once.`);
    }
    seen.add(type);
    processing = { ...processing, ...readProcessor(processor) };
  }
  return processing;
}

function readProcessor(processor: Processor): Partial<Processing> {
  switch (processor.Type) {
    case "AppendDelimiterToRecord":
      return { delimiter };
    case "RecordDeAggregation":
      return { split: readSplit(parameters(processor, ["SubRecordType", "Delimiter"])) };
    case "MetadataExtraction":
      return { query: readQuery(parameters(processor, ["MetadataExtractionQuery", "JsonParsingEngine"])) };
    default:
      throw notImplemented(`The processor \`${processor.Type}\``);
  }
}

function readSplit(given: ReadonlyMap<string, string>): Processing["split"] {
  switch (given.get("SubRecordType")) {
    case "JSON":
      return { kind: "json" };
    case "DELIMITED": {
      const delimiter = Buffer.from(given.get("Delimiter") ?? "", "base64");
      if (delimiter.length > 0) return { kind: "delimited", delimiter };
      throw invalidArgument("The processor RecordDeAggregation needs a Delimiter for the SubRecordType DELIMITED.");
    }
    default:
      throw invalidArgument("The processor RecordDeAggregation needs the SubRecordType JSON or DELIMITED.");
  }
}

function readQuery(given: ReadonlyMap<string, string>): string {
  const query = given.get("MetadataExtractionQuery");
  if (query === undefined || given.get("JsonParsingEngine") !== "JQ-1.6") {
    throw invalidArgument(
      "The processor MetadataExtraction needs a MetadataExtractionQuery and the JsonParsingEngine JQ-1.6.",
    );
  }
  return query;
}

function parameters(
  { Type, Parameters = [] }: Processor,
  known: readonly ProcessorParameterName[],
): ReadonlyMap<string, string> {
  const given = new Map<string, string>();
  for (const { ParameterName, ParameterValue = "" } of Parameters) {
    if (ParameterName === undefined) continue;
    if (!known.includes(ParameterName)) {
      throw notImplemented(`The parameter \`${ParameterName}\` of the processor \`${Type}\``);
    }
    given.set(ParameterName, ParameterValue);
  }
  return given;
}
