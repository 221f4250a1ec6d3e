import type { S3DestinationDescription } from "@aws-sdk/client-firehose";
import { notImplemented } from "../model/service-error.ts";
import { invalidArgument } from "./errors.ts";
import { hasExpressions, isPrefixProblem, type PrefixPart, parsePrefix } from "./prefix.ts";

/**
 * What prefix and error output prefix must fulfil beside each other. Sources: Firehose User Guide, "Custom Prefixes for
 * Amazon S3 Objects"; the words, misspelt as they are, in terraform-provider-aws#13416. Those that follow the colon are
 * reported for the first rule alone.
 */
export function checkPrefixes({ Prefix, ErrorOutputPrefix }: S3DestinationDescription): void {
  const prefix = parsed(Prefix ?? "");
  const errorPrefix = parsed(ErrorOutputPrefix ?? "");
  if (hasExpressions(prefix) && !ErrorOutputPrefix) {
    throw unsatisfied("ErrorOutputPrefix cannot be null or empty when Prefix contains expressions");
  }
  if (prefix.some(({ kind }) => kind === "error-output-type")) {
    throw unsatisfied("Prefix cannot contain !{firehose:error-output-type}");
  }
  if (errorPrefix.some(({ kind }) => kind === "partition-key")) {
    throw invalidArgument("Dynamic Partitioning Namespaces can't be part of an error prefix expression");
  }
  if (hasExpressions(errorPrefix) && !errorPrefix.some(({ kind }) => kind === "error-output-type")) {
    throw unsatisfied("ErrorOutputPrefix must contain !{firehose:error-output-type} when it contains expressions");
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
