import { CborCodec, cbor } from "@smithy/core/cbor";
import type { NormalizedSchema } from "@smithy/core/schema";
import { hasWideNumber } from "./cbor-numbers.ts";
import { DocumentReader, unreadable } from "./documents.ts";

const codec = new CborCodec();

/** Smithy's schema of a value of any shape. */
const documentSchema = 15;
/** Tag of a time (RFC 8949, section 3.4.2). */
const timeTag = 1;

/**
 * CBOR documents whose times are counted in units of `timeUnitMs`: seconds in Smithy's RPC v2, milliseconds in the older
 * CBOR of Kinesis.
 */
export class CborDocuments {
  readonly #reader: DocumentReader;
  /** The codec writes seconds. */
  readonly #datesAhead: number;

  constructor(timeUnitMs: 1 | 1000) {
    this.#reader = new DocumentReader({
      // A copy: the document's bytes are used again for the next one.
      blob: (value) => (value instanceof Uint8Array ? Uint8Array.prototype.slice.call(value) : undefined),
      timestamp: (value) => {
        const time = isTime(value) ? value.value : value;
        return typeof time === "number" || typeof time === "bigint" ? new Date(Number(time) * timeUnitMs) : undefined;
      },
    });
    this.#datesAhead = 1000 / timeUnitMs;
  }

  /** Throws SerializationException, also of numbers that have no bound, and NotImplemented. */
  read(schema: NormalizedSchema, bytes: Buffer): Record<string, unknown> {
    if (hasWideNumber(bytes)) throw unreadable();
    let document: unknown;
    try {
      document = cbor.deserialize(bytes);
    } catch {
      throw unreadable();
    }
    return this.#reader.read(schema, document);
  }

  write(schema: NormalizedSchema, value: object): Uint8Array {
    const serializer = codec.createSerializer();
    serializer.write(schema, this.#datesAhead === 1 ? value : scaleDates(value, this.#datesAhead));
    return serializer.flush();
  }

  /** A value that no schema describes, such as an error. */
  writeFree(value: object): Uint8Array {
    const serializer = codec.createSerializer();
    serializer.write(documentSchema as never, value);
    return serializer.flush();
  }
}

function isTime(value: unknown): value is { readonly tag: number; readonly value: unknown } {
  return typeof value === "object" && value !== null && "tag" in value && value.tag === timeTag && "value" in value;
}

function scaleDates(value: unknown, factor: number): unknown {
  if (value instanceof Date) return new Date(value.getTime() * factor);
  if (Array.isArray(value)) return value.map((item) => scaleDates(item, factor));
  if (value === null || typeof value !== "object" || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, scaleDates(member, factor)]));
}
