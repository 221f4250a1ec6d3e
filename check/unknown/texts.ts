import { anyMark } from "./unknown.ts";

/** Plain data with every text in it changed; everything else as it is. Members that say where something stands stay. */
export function mapTexts<Value>(value: Value, change: (text: string) => string): Value {
  return mapped(value, change) as Value;
}

/** Places and whole files are the user's own words. */
const places = new Set(["source", "statements", "file", "manifest"]);

function mapped(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapped(item, change));
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) =>
      isPlace(name, inner) ? [name, inner] : [change(name), mapped(inner, change)],
    ),
  );
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Every text of plain data, without places. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isPlain(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => (isPlace(name, inner) ? [] : [name, ...textsIn(inner)]));
}

function isPlace(name: string, value: unknown): boolean {
  return places.has(name) && typeof value === "object";
}

/** Marks in plain data, each once. */
export function marksIn(value: unknown): ReadonlySet<string> {
  return new Set(textsIn(value).flatMap((text) => text.match(anyMark) ?? []));
}
