import { InputError } from "../../input-error.ts";
import { hasMark, isMark } from "../../unknown/unknown.ts";
import { type Scalar, scalar, type Tree, textOf } from "../tree.ts";

/** What a property holds. */
export type Shape =
  | "text"
  | "number"
  | "flag"
  /** A policy: an object, or its JSON as a text. All in it is text. */
  | "document"
  /** An object whose members are texts. */
  | "texts"
  | { readonly list: Shape }
  | { readonly members: Readonly<Record<string, Shape>> };

/**
 * A value as CloudFormation hands it on: numbers and booleans as texts where text is meant, and the reverse. What a mark stands
 * for is left alone. Throws an `InputError` with the place of the first thing that CloudFormation refuses there; `path` is where
 * the value stands. Source: CloudFormation User Guide, "Template format"; refusals as recorded, "Value of property … must be of
 * type …".
 */
export function conformed(tree: Tree, shape: Shape, path: string): Tree {
  if (typeof shape === "string")
    return shape === "document" || shape === "texts" ? ofTexts(tree, shape, path) : single(tree, shape, path);
  if ("list" in shape) {
    // Functions that give lists may be unknown.
    if (isMark(textOf(tree) ?? "")) return { kind: "list", items: [tree], at: tree.at, isComputed: true };
    if (tree.kind !== "list") throw wrong(tree, "a list", path);
    return { ...tree, items: tree.items.map((item, index) => conformed(item, shape.list, `${path}.${index}`)) };
  }
  if (tree.kind !== "dictionary") throw wrong(tree, "an object", path);
  const members = [...tree.members].map(([name, inner]) => {
    const of = Object.hasOwn(shape.members, name) ? shape.members[name] : undefined;
    return [name, of === undefined ? inner : conformed(inner, of, `${path}.${name}`)] as const;
  });
  return { ...tree, members: new Map(members) };
}

/** Paths of members that the shape does not have. A macro beside members is none. */
export function strangeIn(tree: Tree | undefined, shape: Shape | undefined, path = ""): readonly string[] {
  if (typeof shape !== "object" || tree === undefined) return [];
  if ("list" in shape) {
    return tree.kind === "list" ? tree.items.flatMap((item) => strangeIn(item, shape.list, path)) : [];
  }
  if (tree.kind !== "dictionary") return [];
  return [...tree.members].flatMap(([name, inner]) => {
    const at = path === "" ? name : `${path}.${name}`;
    if (name === "Fn::Transform") return [];
    return Object.hasOwn(shape.members, name) ? strangeIn(inner, shape.members[name], at) : [at];
  });
}

type Single = "text" | "number" | "flag";

const words: Readonly<Record<Single, string>> = { text: "a text", number: "a number", flag: "`true` or `false`" };

function single(tree: Tree, shape: Single, path: string): Tree {
  if (tree.kind !== "scalar" || tree.value === null) throw wrong(tree, words[shape], path);
  const text = String(tree.value);
  const value = shape !== "text" && hasMark(text) ? text : converted(text, shape);
  if (value === undefined) throw wrong(tree, words[shape], path);
  return { ...tree, value };
}

/** Undefined where the text is none. */
function converted(text: string, shape: Single): Scalar["value"] | undefined {
  if (shape === "text") return text;
  if (shape === "number") return /^[+-]?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
  return /^(?:true|false)$/i.test(text) ? text.toLowerCase() === "true" : undefined;
}

function ofTexts(tree: Tree, shape: "document" | "texts", path: string): Tree {
  if (tree.kind === "scalar" && typeof tree.value === "string" && (shape === "document" || hasMark(tree.value)))
    return tree;
  if (tree.kind !== "dictionary") throw wrong(tree, shape === "document" ? "a policy document" : "an object", path);
  return withTexts(tree);
}

/** Nothing is a value, too: whoever reads the policy says what it makes of that. */
function withTexts(tree: Tree): Tree {
  if (tree.kind === "scalar") return tree.value === null ? tree : scalar(String(tree.value), tree.at);
  if (tree.kind === "list") return { ...tree, items: tree.items.map(withTexts) };
  return { ...tree, members: new Map([...tree.members].map(([name, inner]) => [name, withTexts(inner)] as const)) };
}

function wrong(tree: Tree, meant: string, path: string): InputError {
  return new InputError({ ...tree.at, path }, `${meant} is meant here, and this is ${kindOf(tree)}`, `write ${meant}`);
}

function kindOf(tree: Tree): string {
  if (tree.kind === "list") return "a list";
  if (tree.kind === "dictionary") return "an object";
  if (tree.value === null) return "empty";
  if (typeof tree.value !== "string") return `\`${tree.value}\``;
  return hasMark(tree.value) ? "a text" : `\`${tree.value.length > 40 ? `${tree.value.slice(0, 40)}…` : tree.value}\``;
}
