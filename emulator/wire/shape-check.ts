import type { NormalizedSchema } from "@smithy/core/schema";

/** What is wrong with a parsed document, with the path of the member. */
export type ShapeProblem =
  | { readonly kind: "wrong-type"; readonly path: string; readonly expected: string; readonly received: string }
  /** The service's model has no such member: neither AWS nor the emulator could act on it. */
  | { readonly kind: "unknown-member"; readonly path: string };

type Check = (value: unknown, path: string) => ShapeProblem | undefined;

const checks = new WeakMap<NormalizedSchema, Check>();

/**
 * Compares a parsed JSON or CBOR document with its schema: the SDK's deserializer trusts what it reads, a server may not.
 * Undefined: it fits.
 */
export function checkShape(schema: NormalizedSchema, value: unknown, path = ""): ShapeProblem | undefined {
  return checkFor(schema)(value, path);
}

function checkFor(schema: NormalizedSchema): Check {
  const known = checks.get(schema);
  if (known !== undefined) return known;
  let made: Check | undefined;
  // Looked up when first used: shapes may contain themselves.
  const check: Check = (value, path) => {
    made ??= makeCheck(schema);
    return value === null || value === undefined ? undefined : made(value, path);
  };
  checks.set(schema, check);
  return check;
}

function makeCheck(schema: NormalizedSchema): Check {
  if (schema.isStructSchema()) return structure(schema);
  if (schema.isListSchema()) return list(checkFor(schema.getValueSchema()));
  if (schema.isMapSchema()) return map(checkFor(schema.getValueSchema()));
  if (schema.isStringSchema()) return ofType("string", (value) => typeof value === "string");
  if (schema.isBooleanSchema()) return ofType("boolean", (value) => typeof value === "boolean");
  if (schema.isBlobSchema()) return ofType("base64 blob", isBlob);
  if (schema.isTimestampSchema()) return ofType("timestamp", isTimestamp);
  if (schema.isNumericSchema() || schema.isBigIntegerSchema() || schema.isBigDecimalSchema()) {
    return ofType("number", (value) => typeof value === "number" || typeof value === "bigint");
  }
  return () => undefined;
}

function structure(schema: NormalizedSchema): Check {
  const members = new Map<string, Check>();
  for (const [name, member] of schema.structIterator()) members.set(name, checkFor(member));
  return (value, path) => {
    if (typeof value !== "object" || Array.isArray(value)) return wrongType(path, "structure", value);
    for (const name in value) {
      // A discriminator that some clients send with every structure.
      if (name === "__type") continue;
      const check = members.get(name);
      if (check === undefined) return { kind: "unknown-member", path: join(path, name) };
      const problem = check((value as Record<string, unknown>)[name], join(path, name));
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

function list(item: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return wrongType(path, "list", value);
    for (let at = 0; at < value.length; at++) {
      const problem = item(value[at], `${path}.${at + 1}`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

function map(item: Check): Check {
  return (value, path) => {
    if (typeof value !== "object" || Array.isArray(value)) return wrongType(path, "map", value);
    for (const [key, each] of Object.entries(value as object)) {
      // It would become the prototype of every copy of the map.
      if (key === "__proto__") return { kind: "unknown-member", path: join(path, key) };
      const problem = item(each, join(path, key));
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

function ofType(expected: string, fits: (value: unknown) => boolean): Check {
  return (value, path) => (fits(value) ? undefined : wrongType(path, expected, value));
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

function isBlob(value: unknown): boolean {
  return typeof value === "string" ? base64.test(value) : value instanceof Uint8Array;
}

function isTimestamp(value: unknown): boolean {
  return typeof value === "number" || value instanceof Date || typeof value === "bigint" || isTag(value);
}

function isTag(value: unknown): boolean {
  return typeof value === "object" && value !== null && "tag" in value && "value" in value;
}

function wrongType(path: string, expected: string, value: unknown): ShapeProblem {
  const received = Array.isArray(value) ? "list" : typeof value === "object" ? "structure" : typeof value;
  return { kind: "wrong-type", path, expected, received };
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
