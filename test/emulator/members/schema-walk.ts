import type { NormalizedSchema } from "@smithy/core/schema";
import { requiredMembers } from "../../../emulator/wire/operations.ts";

type Structure = Record<string, unknown>;

/** One member of an operation's input, at whatever depth. */
export interface Member {
  /** `Delete.Objects[].Key`; `[]` stands for the items of a list and the values of a map. */
  readonly path: string;
  /** An input that has it: `base`, with the least that leads to the member. */
  readonly in: (base: object) => object;
}

/** Values that a service takes for members of these names; any other has the least value of its type. */
export type Values = Readonly<Record<string, unknown>>;

/** Every member of an operation's input, those of structures inside too; a structure inside itself is walked once. */
export function* membersOf(input: NormalizedSchema, values: Values): Iterable<Member> {
  yield* walk(input, "", (base, change) => change(base as Structure), []);

  type Reach = (base: object, change: (structure: Structure) => Structure) => Structure;

  function* walk(schema: NormalizedSchema, path: string, reach: Reach, around: readonly string[]): Iterable<Member> {
    const name = schema.getName(true) ?? "";
    if (schema.isUnitSchema() || around.includes(name)) return;
    for (const [member, memberSchema] of schema.structIterator()) {
      const own = path === "" ? member : `${path}.${member}`;
      const put = (structure: Structure) => ({ [member]: leastValue(memberSchema, member, values), ...structure });
      yield { path: own, in: (base) => reach(base, put) };
      let inner = memberSchema;
      let innerPath = own;
      while (inner.isListSchema() || inner.isMapSchema()) {
        inner = inner.getValueSchema();
        innerPath += "[]";
      }
      if (!inner.isStructSchema()) continue;
      const into: Reach = (base, change) =>
        reach(base, (structure) => {
          const { [member]: before } = put(structure);
          return { ...structure, [member]: changed(memberSchema, before, change) };
        });
      yield* walk(inner, innerPath, into, [...around, name]);
    }
  }
}

/** A value whose first structure inside its lists and maps is changed. */
function changed(schema: NormalizedSchema, value: unknown, change: (structure: Structure) => Structure): unknown {
  if (schema.isListSchema()) {
    const [first, ...others] = value as readonly unknown[];
    return [changed(schema.getValueSchema(), first ?? {}, change), ...others];
  }
  if (schema.isMapSchema()) {
    const [[key, first] = ["k", {}], ...others] = Object.entries(value as Structure);
    return Object.fromEntries([[key, changed(schema.getValueSchema(), first, change)], ...others]);
  }
  return change(value as Structure);
}

/** The members that an input must have. */
export function leastInput(schema: NormalizedSchema, values: Values): Structure {
  const members = schema.isUnitSchema() ? {} : schema.getMemberSchemas();
  return Object.fromEntries(
    requiredMembers(schema).map((name) => [name, leastValue(members[name] as NormalizedSchema, name, values)]),
  );
}

function leastValue(schema: NormalizedSchema, name: string, values: Values): unknown {
  if (name in values) return values[name];
  if (schema.isListSchema()) return [leastValue(schema.getValueSchema(), `${name}[]`, values)];
  if (schema.isMapSchema()) return { k: leastValue(schema.getValueSchema(), `${name}[]`, values) };
  if (schema.isStructSchema()) {
    const least = leastInput(schema, values);
    const [first] = schema.structIterator();
    // A structure of nothing would not be sent in every protocol.
    if (Object.keys(least).length > 0 || first === undefined || first[1].isStructSchema()) return least;
    return { [first[0]]: leastValue(first[1], first[0], values) };
  }
  if (schema.isBlobSchema()) return new Uint8Array([1]);
  if (schema.isTimestampSchema()) return new Date("2026-01-01T00:00:00Z");
  if (schema.isBooleanSchema()) return true;
  if (schema.isNumericSchema() || schema.isBigIntegerSchema() || schema.isBigDecimalSchema()) return 1;
  return "x";
}
