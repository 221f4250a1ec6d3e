import type { ExtendedS3DestinationConfiguration, ProcessingConfiguration, Processor } from "@aws-sdk/client-firehose";
import type { LeftOut } from "./left-out.ts";

/** Why a record goes below the error output prefix. */
export type FailureType = "processing-failed" | "decompression-failed" | "format-conversion-failed";

export interface PlayedProcessing {
  readonly processing: ProcessingConfiguration | undefined;
  readonly leftOut: readonly LeftOut[];
  /** How records may fail in what is configured. */
  readonly failures: readonly FailureType[];
  /** Whether what arrives on AWS is something else than what arrives in the play. */
  readonly isTransformed: boolean;
}

/** Parameters that the embedded AWS knows, by the processors that it has and that have any. */
const emulated: Readonly<Partial<Record<string, readonly string[]>>> = {
  RecordDeAggregation: ["SubRecordType", "Delimiter"],
  MetadataExtraction: ["MetadataExtractionQuery", "JsonParsingEngine"],
};

const notEmulated: Readonly<Partial<Record<string, FailureType>>> = {
  Lambda: "processing-failed",
  Decompression: "decompression-failed",
  CloudWatchLogProcessing: "processing-failed",
};

/** The processors without those that are not emulated. */
export function playedProcessing({
  ProcessingConfiguration: given,
  DynamicPartitioningConfiguration: partitioning,
}: Pick<
  ExtendedS3DestinationConfiguration,
  "ProcessingConfiguration" | "DynamicPartitioningConfiguration"
>): PlayedProcessing {
  const all = processorsOf(given);
  if (all.some(({ Parameters = [] }) => !Array.isArray(Parameters)) || !isList(given)) {
    // That is for AWS to refuse.
    return { processing: undefined, leftOut: [], failures: [], isTransformed: false };
  }
  const left = all.filter(({ Type = "" }) => notEmulated[Type] !== undefined);
  const kept = all.filter((processor) => !left.includes(processor)).map(withKnownParameters);
  const fails = all.flatMap(({ Type = "" }): readonly FailureType[] => {
    const type = notEmulated[Type];
    if (type !== undefined) return [type];
    return Type === "AppendDelimiterToRecord" ? [] : ["processing-failed"];
  });
  const processors = kept.map(({ processor }) => processor);
  const isDeAggregated = kept.some(({ processor }) => processor.Type === "RecordDeAggregation");
  return {
    processing: all.length === 0 ? given : processors.length > 0 ? { ...given, Processors: processors } : undefined,
    leftOut: [
      ...left.map(leftOutOf),
      ...(left.some((each) => each.Type === "Lambda" && parameterOf(each, "LambdaArn") === undefined)
        ? [unknownFunction]
        : []),
      ...kept.flatMap(({ leftOut }) => leftOut),
      ...(isDeAggregated && partitioning?.Enabled !== true ? [deAggregationAlone] : []),
    ],
    failures: [...new Set(fails)],
    isTransformed: left.length > 0,
  };
}

const unknownFunction: LeftOut = {
  what: "lambda:InvokeFunction",
  because: "which function it is, is known once it is there: give the state then, or write its ARN",
  couldBreak: true,
};

function functionText(processor: Processor): string {
  const arn = parameterOf(processor, "LambdaArn");
  return arn === undefined ? "" : `\`${arn}\` `;
}

/** Open: no page of AWS's says what a delivery stream without partitioning does with it. */
const deAggregationAlone: LeftOut = {
  what: "RecordDeAggregation without dynamic partitioning",
  because: "AWS describes it with dynamic partitioning alone; played as if it did the same without",
  couldBreak: true,
  isInProcessing: true,
};

function withKnownParameters(given: Processor): {
  readonly processor: Processor;
  readonly leftOut: readonly LeftOut[];
} {
  const known = emulated[given.Type ?? ""];
  const { Parameters: parameters = [] } = given;
  const unknown = parameters.filter(({ ParameterName = "" }) => known !== undefined && !known.includes(ParameterName));
  if (unknown.length === 0) return { processor: given, leftOut: [] };
  return {
    processor: { ...given, Parameters: parameters.filter((each) => !unknown.includes(each)) },
    leftOut: unknown.map(({ ParameterName }) => ({
      what: `the parameter ${ParameterName} of the processor ${given.Type}`,
      because: "it is not emulated",
      couldBreak: true,
    })),
  };
}

function leftOutOf(processor: Processor): LeftOut {
  switch (processor.Type) {
    case "Lambda":
      return {
        what: `what the function ${functionText(processor)}makes of the records`,
        because: "functions are not run: the record is delivered as it was put",
      };
    case "Decompression":
      return {
        what: "the decompression of the records",
        because: "it is not emulated: the record is delivered as it was put",
      };
    default:
      return {
        what: "what CloudWatchLogProcessing takes out of the records",
        because: "it is not emulated: the record is delivered as it was put",
      };
  }
}

function isList(processing: ProcessingConfiguration | undefined): boolean {
  return processing?.Enabled !== true || Array.isArray(processing.Processors ?? []);
}

/** Those that are switched on; none in what is no list: that is for AWS to refuse. */
export function processorsOf(processing: ProcessingConfiguration | undefined): readonly Processor[] {
  return processing?.Enabled === true && Array.isArray(processing.Processors) ? processing.Processors : [];
}

export function parameterOf({ Parameters }: Processor, name: string): string | undefined {
  return Array.isArray(Parameters)
    ? Parameters.find(({ ParameterName }) => ParameterName === name)?.ParameterValue
    : undefined;
}
