import { computedDictionary, computedList, type Place, scalar, type Tree } from "../../tree.ts";

/** A value of a template that a macro makes, with values of the template in it. */
export type Made = string | Tree | readonly Made[] | { readonly [name: string]: Made | undefined };

/** The value, all of it where the resource stands that it is made of. Members that are undefined are left out. */
export function made(value: Made, at: Place): Tree {
  if (typeof value === "string") return scalar(value, at);
  if (isTree(value)) return value;
  if (isList(value)) {
    return computedList(
      value.map((item) => made(item, at)),
      at,
    );
  }
  const members = Object.entries(value).flatMap(([name, inner]) =>
    inner === undefined ? [] : [[name, made(inner, at)] as const],
  );
  return computedDictionary(members, at);
}

function isTree(value: Exclude<Made, string>): value is Tree {
  return "kind" in value && "at" in value;
}

function isList(value: Exclude<Made, string | Tree>): value is readonly Made[] {
  return Array.isArray(value);
}
