import { anyRun, type GlobToken, literalTokens } from "../../emulator/policy/glob.ts";
import type { DeliveryStreamConfiguration } from "../configuration.ts";
import { digit, type Pattern, patternText } from "../effective/common-text.ts";
import { isConverting } from "../replay/play/needs.ts";
import { playedProcessing } from "../replay/play/processing.ts";

type Destination = DeliveryStreamConfiguration["destination"];
type Written = Pick<Destination, "Prefix" | "ErrorOutputPrefix" | "CompressionFormat"> & {
  readonly FileExtension?: string;
};

export interface ObjectPattern {
  /** Of keys. */
  readonly pattern: readonly GlobToken[];
  readonly of: "destination" | "backup";
}

/**
 * Keys of what is delivered, of its copies and of what fails on the way; an expression stands for any text. Sources: Firehose
 * User Guide, "Configure Amazon S3 object name format", "Custom Prefixes for Amazon S3 Objects".
 */
export function objectPatterns(deliveryStream: DeliveryStreamConfiguration): readonly ObjectPattern[] {
  const { name, destination } = deliveryStream;
  const { S3BackupConfiguration: backup } = destination;
  const converted = isConverting(destination.DataFormatConversionConfiguration);
  return [
    ...patternsOf(name, destination, failuresOf(deliveryStream), converted).map(
      (pattern): ObjectPattern => ({ pattern, of: "destination" }),
    ),
    ...(backup === undefined ? [] : patternsOf(name, backup, [], false)).map(
      (pattern): ObjectPattern => ({ pattern, of: "backup" }),
    ),
  ];
}

function patternsOf(
  name: string,
  { Prefix = "", ErrorOutputPrefix, CompressionFormat, FileExtension }: Written,
  failures: readonly string[],
  isConverted: boolean,
): readonly (readonly GlobToken[])[] {
  const extension = FileExtension ?? (isConverted ? undefined : extensions[CompressionFormat ?? "UNCOMPRESSED"]);
  const hour = digits("20DD/DD/DD/DD/");
  // Each version and each id has one of digits among its like.
  const file = [...literalTokens(`${name}-`), ...digits("D-DDDD-DD-DD-DD-DD-DD-DDDDDDDD-DDDD-DDDD-DDDD-DDDDDDDDDDDD")];
  const ending = extension === undefined ? [anyRun] : literalTokens(extension);
  const own = Prefix.includes("!{") ? opened(Prefix) : [...literalTokens(Prefix), ...hour];
  // Whoever names a place for failed records means them to be there.
  const failed =
    ErrorOutputPrefix === undefined
      ? failures.map((type) => [...opened(Prefix), ...opened(type), ...literalTokens("/"), ...hour])
      : [[...opened(ErrorOutputPrefix), anyRun]];
  return [[...own, ...file, ...ending], ...failed.map((prefix) => [...prefix, ...file])];
}

/** Such a pattern for readers: where the objects are, and no more of their names than that there is one. */
export function objectsText(pattern: Pattern): string {
  return patternText(pattern).replace(/[^/]*\?-\?{4}-[^/]*$/, "*");
}

/** By what the content is compressed with. Source: Firehose API Reference, ExtendedS3DestinationConfiguration. */
const extensions: Readonly<Record<string, string>> = {
  UNCOMPRESSED: "",
  GZIP: ".gz",
  ZIP: ".zip",
  Snappy: ".snappy",
  HADOOP_SNAPPY: ".snappy",
};

function digits(pattern: string): readonly GlobToken[] {
  return literalTokens(pattern).map((token) => (token === "D".codePointAt(0) ? digit : token));
}

/** Each expression, and `*`, which only a kind of failure has. */
function opened(prefix: string): readonly GlobToken[] {
  return prefix
    .split(/(!\{[^}]*\})/)
    .flatMap((part) =>
      part.startsWith("!{")
        ? [anyRun]
        : part === "*-failed"
          ? [anyRun, ...literalTokens("-failed")]
          : literalTokens(part),
    );
}

/** The kinds of failure that a destination can have: what it does to records may fail. */
function failuresOf({ endpoint, destination }: DeliveryStreamConfiguration): readonly string[] {
  const { DataFormatConversionConfiguration: conversion, DynamicPartitioningConfiguration: partitioning } = destination;
  return [
    ...new Set<string>(playedProcessing(destination).failures),
    ...(isConverting(conversion) ? ["format-conversion-failed"] : []),
    ...(partitioning?.Enabled === true ? ["activePartitionExceeded"] : []),
    ...(endpoint === undefined ? [] : ["*-failed"]),
  ];
}
