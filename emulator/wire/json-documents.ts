import { isAscii } from "node:buffer";
import type { NormalizedSchema } from "@smithy/core/schema";
import { DocumentReader, unreadable } from "./documents.ts";

/** Blobs are base64, timestamps seconds since the epoch, as JSON 1.0 and 1.1 have them. */
const reader = new DocumentReader({
  blob: readBase64,
  timestamp: (value) => (typeof value === "number" ? new Date(value * 1000) : undefined),
});

/** Where decoded blobs go, one behind the other; undefined: each into memory of its own. */
let blobs: { readonly room: Buffer; used: number } | undefined;

/**
 * `inPlace`: blobs are decoded into `bytes`, which have been read by then; they last as long as those.
 * Throws SerializationException and NotImplemented.
 */
export function readJson(schema: NormalizedSchema, bytes: Buffer, inPlace = false): Record<string, unknown> {
  let document: unknown;
  try {
    document = JSON.parse(textOf(bytes));
  } catch {
    throw unreadable();
  }
  blobs = inPlace ? { room: bytes, used: 0 } : undefined;
  try {
    return reader.read(schema, document);
  } finally {
    blobs = undefined;
  }
}

function decode(base64: string): Buffer {
  if (blobs === undefined) return Buffer.from(base64, "base64");
  const start = blobs.used;
  blobs.used += blobs.room.write(base64, start, "base64");
  return blobs.room.subarray(start, blobs.used);
}

/** Most documents are ASCII, which needs no decoding. */
function textOf(bytes: Buffer): string {
  return bytes.toString(isAscii(bytes) ? "latin1" : "utf8");
}

/**
 * Node's decoder skips what is not base64 and takes the URL-safe alphabet too: text is base64 only where it decodes to as
 * many bytes as its length says.
 */
function readBase64(value: unknown): Uint8Array | undefined {
  if (typeof value !== "string") return undefined;
  const padding = value.endsWith("==") ? 2 : value.endsWith("=") ? 1 : 0;
  const digits = value.length - padding;
  const bytes = decode(value);
  const isWhole = digits % 4 !== 1 && (padding === 0 || value.length % 4 === 0);
  const isStandard = !value.includes("-") && !value.includes("_");
  return isWhole && isStandard && bytes.length === Math.floor((digits * 3) / 4) ? bytes : undefined;
}

type Convert = (value: unknown) => unknown;

const writers = new WeakMap<NormalizedSchema, Convert>();

export function writeJson(schema: NormalizedSchema, value: object): string {
  return JSON.stringify(writerOf(schema)(value));
}

/** Made when first used, for shapes may contain themselves. */
function writerOf(schema: NormalizedSchema): Convert {
  const known = writers.get(schema);
  if (known !== undefined) return known;
  let made: Convert | undefined;
  const convert: Convert = (value) => {
    made ??= makeWriter(schema);
    return made(value);
  };
  writers.set(schema, convert);
  return convert;
}

/** What JSON has no form of its own for is converted; the rest goes out as it is. */
function makeWriter(schema: NormalizedSchema): Convert {
  if (schema.isStructSchema()) {
    const members = [...schema.structIterator()].map(([name, member]) => [name, writerOf(member)] as const);
    return (value) => {
      const structure: Record<string, unknown> = {};
      for (const [name, write] of members) {
        const member = (value as Record<string, unknown>)[name];
        if (member !== undefined && member !== null) structure[name] = write(member);
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
