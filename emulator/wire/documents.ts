import type { NormalizedSchema } from "@smithy/core/schema";
import { notImplemented, ServiceError } from "../model/service-error.ts";
import { checkShape } from "./shape-check.ts";

type Convert = (value: unknown) => unknown;

/** How an encoding has what it has no form of its own for. Undefined: the value is none. */
export interface Leaves {
  readonly blob: (value: unknown) => Uint8Array | undefined;
  readonly timestamp: (value: unknown) => Date | undefined;
}

const doesNotFit = new Error("the document does not fit its schema");

/**
 * Documents of one encoding, parsed already, as the SDK's types have them. Checked and converted in one walk by the SDK's
 * schemas: the SDK's own readers trust what they are given and leave out what they do not know, which a server may not,
 * and take longer over a batch of records than all the rest of the call.
 */
export class DocumentReader {
  readonly #leaves: Leaves;
  readonly #converts = new WeakMap<NormalizedSchema, Convert>();

  constructor(leaves: Leaves) {
    this.#leaves = leaves;
  }

  /** Throws SerializationException, and NotImplemented for a member that the service's model does not have. */
  read(schema: NormalizedSchema, document: unknown): Record<string, unknown> {
    if (typeof document !== "object" || document === null) throw unreadable();
    try {
      return this.#convert(schema)(document) as Record<string, unknown>;
    } catch (error) {
      // Where it does not fit is looked up only now: hardly any document needs it.
      throw error === doesNotFit ? misfit(schema, document) : error;
    }
  }

  /** Made when first used, for shapes may contain themselves. */
  #convert(schema: NormalizedSchema): Convert {
    const known = this.#converts.get(schema);
    if (known !== undefined) return known;
    let made: Convert | undefined;
    const convert: Convert = (value) => {
      made ??= this.#make(schema);
      return made(value);
    };
    this.#converts.set(schema, convert);
    return convert;
  }

  #make(schema: NormalizedSchema): Convert {
    if (schema.isStructSchema()) return this.#structure(schema);
    if (schema.isListSchema()) return list(this.#convert(schema.getValueSchema()));
    if (schema.isMapSchema()) return map(this.#convert(schema.getValueSchema()));
    if (schema.isBlobSchema()) return leaf(this.#leaves.blob);
    if (schema.isTimestampSchema()) return leaf(this.#leaves.timestamp);
    if (schema.isStringSchema()) return ofType((value) => typeof value === "string");
    if (schema.isBooleanSchema()) return ofType((value) => typeof value === "boolean");
    if (schema.isNumericSchema()) return ofType((value) => typeof value === "number");
    if (schema.isBigIntegerSchema() || schema.isBigDecimalSchema()) {
      return ofType((value) => typeof value === "number" || typeof value === "bigint");
    }
    return (value) => value;
  }

  #structure(schema: NormalizedSchema): Convert {
    const members = new Map<string, Convert>();
    for (const [name, member] of schema.structIterator()) members.set(name, this.#convert(member));
    return (value) => {
      if (!isRecord(value)) throw doesNotFit;
      const structure: Record<string, unknown> = {};
      for (const name in value) {
        const member = value[name];
        const convert = members.get(name);
        if (convert === undefined) {
          // A discriminator that some clients send with every structure.
          if (name === "__type") continue;
          throw doesNotFit;
        }
        if (member !== null && member !== undefined) structure[name] = convert(member);
      }
      return structure;
    };
  }
}

function list(item: Convert): Convert {
  return (value) => {
    if (!Array.isArray(value)) throw doesNotFit;
    const items: unknown[] = [];
    for (const each of value) if (each !== null && each !== undefined) items.push(item(each));
    return items;
  };
}

function map(item: Convert): Convert {
  return (value) => {
    if (!isRecord(value)) throw doesNotFit;
    const entries = Object.entries(value).filter(([, each]) => each !== null && each !== undefined);
    return Object.fromEntries(entries.map(([key, each]) => [key, item(each)]));
  };
}

function leaf(read: (value: unknown) => unknown): Convert {
  return (value) => {
    const converted = read(value);
    if (converted === undefined) throw doesNotFit;
    return converted;
  };
}

function ofType(fits: (value: unknown) => boolean): Convert {
  return (value) => {
    if (!fits(value)) throw doesNotFit;
    return value;
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

function misfit(schema: NormalizedSchema, document: object): ServiceError {
  const problem = checkShape(schema, document);
  if (problem === undefined) return unreadable();
  if (problem.kind === "unknown-member") return notImplemented(`The member \`${problem.path}\``);
  const message = `${problem.path}: expected ${problem.expected}, received ${problem.received}`;
  return new ServiceError("SerializationException", message, 400);
}

/** What is no document at all. */
export function unreadable(): ServiceError {
  return new ServiceError("SerializationException", "", 400);
}
