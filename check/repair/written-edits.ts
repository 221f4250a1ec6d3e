import { isDeepStrictEqual } from "node:util";
import type { Edit } from "./change.ts";

/**
 * What an edit of a document comes to where it is written. There may be more in that place than the value shows, a comment or
 * a function that the value was worked out of; so only what differs is touched.
 */
export type WrittenEdit =
  | { readonly kind: "set"; readonly path: Edit["path"]; readonly value: unknown }
  | { readonly kind: "remove"; readonly path: Edit["path"] }
  /** One more item at the end of a list. */
  | { readonly kind: "append"; readonly path: Edit["path"]; readonly value: unknown }
  /** A value alone becomes the first of a list. */
  | { readonly kind: "list"; readonly path: Edit["path"]; readonly others: readonly unknown[] };

/** One after the other, each with the places as the ones before have left them. `document` is the value before all. */
export function writtenEdits(document: unknown, edits: readonly Edit[]): readonly WrittenEdit[] {
  const all: WrittenEdit[] = [];
  let at = document;
  for (const { path, value } of edits) {
    all.push(...difference(path, valueAt(at, path), value, at));
    at = withValue(at, path, value);
  }
  return all;
}

function difference(path: Edit["path"], before: unknown, after: unknown, document: unknown): readonly WrittenEdit[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (after === undefined) return [{ kind: "remove", path }];
  if (before === undefined) {
    const around = path.slice(0, -1);
    const list = valueAt(document, around);
    return Array.isArray(list) && path.at(-1) === list.length
      ? [{ kind: "append", path: around, value: after }]
      : [{ kind: "set", path, value: after }];
  }
  if (Array.isArray(after)) {
    const first = Array.isArray(before) ? before : [before];
    if (!isDeepStrictEqual(after.slice(0, first.length), first)) return [{ kind: "set", path, value: after }];
    const others = after.slice(first.length);
    if (!Array.isArray(before)) return [{ kind: "list", path, others }];
    return others.map((value) => ({ kind: "append", path, value }));
  }
  if (!isObject(before) || !isObject(after)) return [{ kind: "set", path, value: after }];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => difference([...path, name], before[name], after[name], document));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function valueAt(value: unknown, path: Edit["path"]): unknown {
  return path.reduce<unknown>(
    (at, step) => (at === null ? undefined : (at as Readonly<Record<string | number, unknown>> | undefined)?.[step]),
    value,
  );
}

function withValue(document: unknown, [step, ...rest]: Edit["path"], value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(document)) {
    const index = Number(step);
    if (rest.length === 0 && value === undefined) return document.toSpliced(index, 1);
    return document.toSpliced(index, 1, withValue(document[index], rest, value));
  }
  const { [step]: before, ...others } = (document ?? {}) as Record<string | number, unknown>;
  if (rest.length === 0 && value === undefined) return others;
  return { ...(document as object), [step]: withValue(before, rest, value) };
}
