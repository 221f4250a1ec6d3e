import { calendarParts, formatInstant } from "./date-time.ts";
import { hasExpressions, type PrefixPart } from "./prefix.ts";

/** Why data went to the error output instead: the value of `!{firehose:error-output-type}`. */
export type ErrorOutputType =
  | "processing-failed"
  | "activePartitionExceeded"
  /** Of steps that are not emulated. Source: Firehose User Guide, "Custom Prefixes for Amazon S3 Objects". */
  | "decompression-failed"
  | "format-conversion-failed";

export interface KeyValues {
  readonly deliveryStreamName: string;
  /** `1` at creation, one more with each change of the configuration. */
  readonly versionId: string;
  /** Approximate arrival of the oldest record in the object; milliseconds since the epoch. */
  readonly oldestArrivalMs: number;
  /** IANA name; holds for prefix and suffix. */
  readonly timeZone: string;
  /** `.gz`, or none. */
  readonly extension: string;
  readonly uuid: string;
  /** A new string for each occurrence of `!{firehose:random-string}`. */
  readonly randomString: () => string;
  /** Values of the partition keys, by name. */
  readonly partitionKeys?: ReadonlyMap<string, string>;
}

/**
 * Key of a delivered object: `<prefix>YYYY/MM/dd/HH/<stream>-<version>-YYYY-MM-dd-HH-MM-SS-<uuid><extension>`. A prefix
 * with an expression has nothing added to it; one without gets the hour, and no slash before it.
 * Sources: Firehose User Guide, "Configure Amazon S3 object name format", "Custom Prefixes for Amazon S3 Objects"; that
 * no hour is added behind other expressions than `timestamp` was seen on AWS against the guide's words (floci, 2026).
 */
export function objectKey(prefix: readonly PrefixPart[], values: KeyValues): string {
  return evaluate(prefix, values) + (hasExpressions(prefix) ? "" : hourPath(values)) + suffix(values);
}

/**
 * Key of an object of failed records. Without an error output prefix they go below `<prefix><type>/YYYY/MM/dd/HH/`.
 * Source: Firehose User Guide, "Custom Prefixes for Amazon S3 Objects".
 */
export function errorObjectKey(
  errorOutputPrefix: readonly PrefixPart[] | undefined,
  prefix: readonly PrefixPart[],
  type: ErrorOutputType,
  values: KeyValues,
): string {
  if (errorOutputPrefix === undefined) {
    return `${evaluate(prefix, values)}${type}/${hourPath(values)}${suffix(values)}`;
  }
  const appended = hasExpressions(errorOutputPrefix) ? "" : `${type}/${hourPath(values)}`;
  return evaluate(errorOutputPrefix, values, type) + appended + suffix(values);
}

function evaluate(parts: readonly PrefixPart[], values: KeyValues, type?: ErrorOutputType): string {
  return parts.map((part) => evaluatePart(part, values, type)).join("");
}

function evaluatePart(part: PrefixPart, values: KeyValues, type: ErrorOutputType | undefined): string {
  switch (part.kind) {
    case "literal":
      return part.text;
    case "timestamp":
      return formatInstant(values.oldestArrivalMs, part.pattern, values.timeZone);
    case "random-string":
      return values.randomString();
    case "error-output-type":
      return type ?? "";
    case "partition-key":
      return values.partitionKeys?.get(part.name) ?? "";
  }
}

function hourPath({ oldestArrivalMs, timeZone }: KeyValues): string {
  return `${calendarParts(oldestArrivalMs, timeZone).slice(0, 4).join("/")}/`;
}

function suffix({ deliveryStreamName, versionId, oldestArrivalMs, timeZone, uuid, extension }: KeyValues): string {
  const time = calendarParts(oldestArrivalMs, timeZone).join("-");
  return `${deliveryStreamName}-${versionId}-${time}-${uuid}${extension}`;
}
