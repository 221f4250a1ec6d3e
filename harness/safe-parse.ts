/**
 * Valibot for what people write: with the names that objects of JavaScript have of their own (`constructor`, `__proto__`),
 * which it drops from what it reads, or takes for members that are described.
 */
import * as v from "valibot";

const reserved = new Set(["__proto__", "prototype", "constructor"]);

/** No name that people write begins with it. */
const mark = "\u0000";

/** As `v.safeParse`; every name that is read is kept. */
export function safeParse<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.SafeParseResult<Schema> {
  if (!hasName(value, (name) => reserved.has(name))) return v.safeParse(schema, value);
  const marked = renamed(value, (name) => (reserved.has(name) ? mark + name : name));
  const result = v.safeParse(schema, marked);
  if (result.success) return { ...result, output: renamed(result.output, ownName) as v.InferOutput<Schema> };
  for (const { path } of result.issues) {
    for (const item of path ?? []) if (typeof item.key === "string") Object.assign(item, { key: ownName(item.key) });
  }
  return result;
}

function ownName(name: string): string {
  const own = name.slice(mark.length);
  return name.startsWith(mark) && reserved.has(own) ? own : name;
}

function hasName(value: unknown, isMeant: (name: string) => boolean): boolean {
  if (!isPlain(value)) return false;
  if (Array.isArray(value)) return value.some((each) => hasName(each, isMeant));
  return Object.entries(value).some(([name, each]) => isMeant(name) || hasName(each, isMeant));
}

/** Defines each member: an assignment to `__proto__` would be none. */
function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (!isPlain(value)) return value;
  if (Array.isArray(value)) return value.map((each) => renamed(each, rename));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [rename(name), renamed(each, rename)]));
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
