import { patternProblem } from "./date-time.ts";

/** A prefix, taken apart into what is written as it stands and what is evaluated at delivery. */
export type PrefixPart =
  | { readonly kind: "literal"; readonly text: string }
  /** `!{timestamp:yyyy/MM}`: a Java `DateTimeFormatter` pattern. */
  | { readonly kind: "timestamp"; readonly pattern: string }
  /** `!{firehose:random-string}` */
  | { readonly kind: "random-string" }
  /** `!{firehose:error-output-type}` */
  | { readonly kind: "error-output-type" }
  /** `!{partitionKeyFromQuery:customer}` */
  | { readonly kind: "partition-key"; readonly from: "query" | "lambda"; readonly name: string };

export type PrefixProblem =
  | { readonly kind: "invalid"; readonly message: string }
  /** AWS evaluates it, the emulator does not. */
  | { readonly kind: "not-emulated"; readonly what: string };

/**
 * Reads a prefix. `!{` opens an expression `!{namespace:value}` and may stand nowhere else.
 * Source: Firehose User Guide, "Custom Prefixes for Amazon S3 Objects". The words of a refusal are not documented.
 */
export function parsePrefix(text: string): readonly PrefixPart[] | PrefixProblem {
  const parts: PrefixPart[] = [];
  let at = 0;
  for (let open = text.indexOf("!{"); open !== -1; open = text.indexOf("!{", at)) {
    const close = text.indexOf("}", open);
    if (close === -1) return malformed(text.slice(open));
    if (open > at) parts.push({ kind: "literal", text: text.slice(at, open) });
    const part = parseExpression(text.slice(open + 2, close));
    if (isPrefixProblem(part)) return part;
    parts.push(part);
    at = close + 1;
  }
  if (at < text.length) parts.push({ kind: "literal", text: text.slice(at) });
  return parts;
}

export function isPrefixProblem(value: object): value is PrefixProblem {
  return "kind" in value && (value.kind === "invalid" || value.kind === "not-emulated");
}

/** What is wrong with a prefix: AWS refuses it, or evaluates it and the emulator does not; undefined where nothing is. */
export function prefixProblem(text: string): PrefixProblem["kind"] | undefined {
  const parsed = parsePrefix(text);
  return isPrefixProblem(parsed) ? parsed.kind : undefined;
}

export function hasExpressions(parts: readonly PrefixPart[]): boolean {
  return parts.some(({ kind }) => kind !== "literal");
}

function parseExpression(inside: string): PrefixPart | PrefixProblem {
  const colon = inside.indexOf(":");
  if (colon === -1 || colon === inside.length - 1 || inside.includes("!{")) return malformed(`!{${inside}}`);
  const namespace = inside.slice(0, colon);
  const value = inside.slice(colon + 1);
  switch (namespace) {
    case "timestamp": {
      const problem = patternProblem(value);
      if (problem === "localized") {
        return { kind: "not-emulated", what: `The localized date pattern \`${value}\` in a prefix` };
      }
      return problem === undefined ? { kind: "timestamp", pattern: value } : malformed(`!{${inside}}`);
    }
    case "firehose":
      if (value === "random-string" || value === "error-output-type") return { kind: value };
      return malformed(`!{${inside}}`);
    case "partitionKeyFromQuery":
      return { kind: "partition-key", from: "query", name: value };
    case "partitionKeyFromLambda":
      return { kind: "partition-key", from: "lambda", name: value };
    default:
      return malformed(`!{${inside}}`);
  }
}

function malformed(expression: string): PrefixProblem {
  return { kind: "invalid", message: `The prefix has an invalid expression: ${expression}` };
}
