import { isAscii } from "node:buffer";
import type { NormalizedSchema } from "@smithy/core/schema";
import { checkShape, type ShapeProblem } from "./shape-check.ts";

type Convert = (value: unknown) => unknown;

/** Thrown where a document does not fit its schema. */
export class Misfit extends Error {
  readonly problem: ShapeProblem;

  constructor(problem: ShapeProblem) {
    super(problem.path);
    this.problem = problem;
  }
}

/** Text of a JSON document; most are ASCII, which needs no decoding. */
export function textOf(bytes: Buffer): string {
  return bytes.toString(isAscii(bytes) ? "latin1" : "utf8");
}

/**
 * What a parsed JSON document says, as the SDK's types have it: blobs are base64, timestamps seconds since the epoch.
 * Checked and converted in one walk by the SDK's schemas: the SDK's own reader trusts what it is given, which a server
 * may not, and takes longer over a batch of records than all the rest of the call. Throws `Misfit`.
 */
export function readJsonShape(schema: NormalizedSchema, document: unknown): Record<string, unknown> {
  try {
    return readerOf(schema)(document) as Record<string, unknown>;
  } catch (error) {
    if (error !== doesNotFit) throw error;
    // Where it does not fit is looked up only now: hardly any document needs it.
    throw new Misfit(
      checkShape(schema, document) ?? { kind: "wrong-type", path: "", expected: "structure", received: "null" },
    );
  }
}

/** A value of the SDK's types as `JSON.stringify` may have it. */
export function writeJsonShape(schema: NormalizedSchema, value: object): unknown {
  return writerOf(schema)(value);
}

const doesNotFit = new Error("the document does not fit its schema");

const readers = new WeakMap<NormalizedSchema, Convert>();
const writers = new WeakMap<NormalizedSchema, Convert>();

function readerOf(schema: NormalizedSchema): Convert {
  return memoized(readers, schema, makeReader);
}

function writerOf(schema: NormalizedSchema): Convert {
  return memoized(writers, schema, makeWriter);
}

/** Made when first used, for shapes may contain themselves. */
function memoized(
  known: WeakMap<NormalizedSchema, Convert>,
  schema: NormalizedSchema,
  make: (schema: NormalizedSchema) => Convert,
): Convert {
  const found = known.get(schema);
  if (found !== undefined) return found;
  let made: Convert | undefined;
  const deferred: Convert = (value) => {
    made ??= make(schema);
    return made(value);
  };
  known.set(schema, deferred);
  return deferred;
}

function makeReader(schema: NormalizedSchema): Convert {
  if (schema.isStructSchema()) return readStructure(schema);
  if (schema.isListSchema()) return readList(readerOf(schema.getValueSchema()));
  if (schema.isMapSchema()) return readMap(readerOf(schema.getValueSchema()));
  if (schema.isBlobSchema()) return readBlob;
  if (schema.isTimestampSchema()) return readTimestamp;
  if (schema.isStringSchema()) return ofType((value) => typeof value === "string");
  if (schema.isBooleanSchema()) return ofType((value) => typeof value === "boolean");
  if (schema.isNumericSchema() || schema.isBigIntegerSchema() || schema.isBigDecimalSchema()) {
    return ofType((value) => typeof value === "number");
  }
  return (value) => value;
}

function readStructure(schema: NormalizedSchema): Convert {
  const members = new Map<string, Convert>();
  for (const [name, member] of schema.structIterator()) members.set(name, readerOf(member));
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw doesNotFit;
    const structure: Record<string, unknown> = {};
    for (const name in value) {
      const member = (value as Record<string, unknown>)[name];
      const reader = members.get(name);
      if (reader === undefined) {
        // A discriminator that some clients send with every structure.
        if (name === "__type") continue;
        throw doesNotFit;
      }
      if (member !== null) structure[name] = reader(member);
    }
    return structure;
  };
}

function readList(item: Convert): Convert {
  return (value) => {
    if (!Array.isArray(value)) throw doesNotFit;
    const list: unknown[] = [];
    for (let at = 0; at < value.length; at++) {
      if (value[at] !== null) list.push(item(value[at]));
    }
    return list;
  };
}

function readMap(item: Convert): Convert {
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw doesNotFit;
    const map: Record<string, unknown> = {};
    for (const [key, each] of Object.entries(value)) {
      // It would become the prototype of every copy of the map.
      if (key === "__proto__") throw doesNotFit;
      if (each !== null) map[key] = item(each);
    }
    return map;
  };
}

function ofType(fits: (value: unknown) => boolean): Convert {
  return (value) => {
    if (!fits(value)) throw doesNotFit;
    return value;
  };
}

function readTimestamp(value: unknown): Date {
  if (typeof value !== "number") throw doesNotFit;
  return new Date(value * 1000);
}

/**
 * Node's decoder skips what is not base64 and takes the URL-safe alphabet too: text is base64 only where it decodes to as
 * many bytes as its length says.
 */
function readBlob(value: unknown): Uint8Array {
  if (typeof value !== "string") throw doesNotFit;
  const padding = value.endsWith("==") ? 2 : value.endsWith("=") ? 1 : 0;
  const digits = value.length - padding;
  const bytes = Buffer.from(value, "base64");
  const isWhole = digits % 4 !== 1 && (padding === 0 || value.length % 4 === 0);
  const isStandard = !value.includes("-") && !value.includes("_");
  if (!isWhole || !isStandard || bytes.length !== Math.floor((digits * 3) / 4)) {
    throw doesNotFit;
  }
  return bytes;
}

/** What JSON has no form of its own for is converted; the rest goes out as it is. */
function makeWriter(schema: NormalizedSchema): Convert {
  if (schema.isStructSchema()) {
    const members = [...schema.structIterator()].map(([name, member]) => [name, writerOf(member)] as const);
    return (value) => {
      const structure: Record<string, unknown> = {};
      for (const [name, writer] of members) {
        const member = (value as Record<string, unknown>)[name];
        if (member !== undefined && member !== null) structure[name] = writer(member);
      }
      return structure;
    };
  }
  if (schema.isListSchema()) {
    const item = writerOf(schema.getValueSchema());
    return (value) => (value as readonly unknown[]).map(item);
  }
  if (schema.isMapSchema()) {
    const item = writerOf(schema.getValueSchema());
    return (value) => Object.fromEntries(Object.entries(value as object).map(([key, each]) => [key, item(each)]));
  }
  if (schema.isBlobSchema()) return (value) => base64Of(value as Uint8Array | string);
  if (schema.isTimestampSchema()) return (value) => (value as Date).getTime() / 1000;
  if (schema.isNumericSchema()) return (value) => (typeof value === "bigint" ? Number(value) : value);
  return (value) => value;
}

function base64Of(value: Uint8Array | string): string {
  if (typeof value === "string") return Buffer.from(value).toString("base64");
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64");
}
