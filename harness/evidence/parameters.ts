import type { SeenCall } from "../target.ts";

const longest = 120;

/** A secret by its name: nothing that a scenario sends has one, and what its author adds may. */
const secret = /secret|password|credential|sessiontoken/i;
/** Shown elsewhere, in full. */
const shownElsewhere = /^(Policy|PolicyDocument|AssumeRolePolicyDocument)$/;

/** Top-level parameters of a call as short texts: data by their length, nothing secret. */
export function parametersOf(input: object): Readonly<Record<string, string>> {
  const shown = Object.entries(input)
    .filter(([name, value]) => value !== undefined && !shownElsewhere.test(name))
    .map(([name, value]) => [name, secret.test(name) ? "(not shown)" : textOf(name, value)] as const);
  return Object.fromEntries(shown);
}

function textOf(name: string, value: unknown): string {
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (name === "Body") return typeof value === "string" ? `${Buffer.byteLength(value)} bytes` : "(data)";
  if (typeof value === "string") return cut(value);
  return cut(JSON.stringify(value, replacer) ?? String(value));
}

function replacer(name: string, value: unknown): unknown {
  if (secret.test(name)) return "(not shown)";
  // Buffers come here as what their toJSON made of them.
  if (isBufferJson(value)) return `${value.data.length} bytes`;
  return value instanceof Uint8Array ? `${value.length} bytes` : value;
}

function isBufferJson(value: unknown): value is { readonly data: readonly number[] } {
  return typeof value === "object" && value !== null && "type" in value && value.type === "Buffer" && "data" in value;
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** What a call is about, as far as its input tells: an ARN, where it has none a name. */
export function resourceOf({ input, principal = "" }: SeenCall): string | undefined {
  const named = input as Readonly<Record<string, unknown>>;
  if (typeof named.Bucket === "string") {
    const [, partition = "aws"] = /^arn:([^:]+):/.exec(principal) ?? [];
    return `arn:${partition}:s3:::${named.Bucket}${typeof named.Key === "string" ? `/${named.Key}` : ""}`;
  }
  const names = ["StreamARN", "StreamName", "DeliveryStreamName", "RoleName", "RoleArn", "KeyId", "logGroupName"];
  return names.map((name) => named[name]).find((value) => typeof value === "string");
}
