import type { SourceLocation } from "../source.ts";

/** A JSON or YAML value that knows where in its file it stands. */
export type Tree = Scalar | List | Dictionary;

export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

export interface Scalar {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  readonly at: Place;
}

export interface List {
  readonly kind: "list";
  readonly items: readonly Tree[];
  readonly at: Place;
  /** Set where it has other items, or members, than the file shows in that place. */
  readonly isComputed?: boolean;
}

export interface Dictionary {
  readonly kind: "dictionary";
  readonly members: ReadonlyMap<string, Tree>;
  readonly at: Place;
  /** Set where it has other items, or members, than the file shows in that place. */
  readonly isComputed?: boolean;
}

/** What nests deeper is no configuration that anybody wrote, and would end the process by its stack. */
export const deepestNesting = 100;

export function scalar(value: Scalar["value"], at: Place): Scalar {
  return { kind: "scalar", value, at };
}

/** A list that the file does not show in that place. */
export function computedList(items: readonly Tree[], at: Place): List {
  return { kind: "list", items, at, isComputed: true };
}

/** A dictionary that the file does not show in that place. */
export function computedDictionary(members: Iterable<readonly [string, Tree]>, at: Place): Dictionary {
  return { kind: "dictionary", members: new Map(members), at, isComputed: true };
}

/** Member of a dictionary; undefined of anything else. */
export function member(tree: Tree | undefined, ...names: readonly string[]): Tree | undefined {
  let at = tree;
  for (const name of names) at = at?.kind === "dictionary" ? at.members.get(name) : undefined;
  return at;
}

export function membersOf(tree: Tree | undefined): readonly (readonly [string, Tree])[] {
  return tree?.kind === "dictionary" ? [...tree.members] : [];
}

/** What stands there, or the nearest that is there around it. */
export function treeAt(tree: Tree, path: readonly (string | number)[]): Tree {
  let at = tree;
  for (const step of path) {
    const next =
      at.kind === "dictionary" ? at.members.get(String(step)) : at.kind === "list" ? at.items[Number(step)] : undefined;
    if (next === undefined) return at;
    at = next;
  }
  return at;
}

/** Items of a list; a value alone is a list of one. */
export function itemsOf(tree: Tree | undefined): readonly Tree[] {
  return tree === undefined ? [] : tree.kind === "list" ? tree.items : [tree];
}

/** As text, where it is a value of its own. */
export function textOf(tree: Tree | undefined): string | undefined {
  return tree?.kind === "scalar" && tree.value !== null ? String(tree.value) : undefined;
}

/** As `JSON.parse` would have it. */
export function plain(tree: Tree): unknown {
  switch (tree.kind) {
    case "scalar":
      return tree.value;
    case "list":
      return tree.items.map(plain);
    case "dictionary":
      return Object.fromEntries([...tree.members].map(([name, value]) => [name, plain(value)]));
  }
}

/** Whether the file shows it as it is: what a change can be written into. */
export function isAsWritten(tree: Tree): boolean {
  if (tree.kind === "scalar") return true;
  if (tree.isComputed === true) return false;
  return (tree.kind === "list" ? tree.items : [...tree.members.values()]).every(isAsWritten);
}

export function locationOf({ at }: { readonly at: Place }, path?: string): SourceLocation {
  return { ...at, ...(path !== undefined && { path }) };
}
