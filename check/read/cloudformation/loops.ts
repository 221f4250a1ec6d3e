import { InputError } from "../../input-error.ts";
import { hasMark } from "../../unknown/unknown.ts";
import { computedDictionary, computedList, type Dictionary, itemsOf, type Place, type Tree, textOf } from "../tree.ts";
import type { Scope } from "./call.ts";
import { evaluate } from "./evaluate.ts";

/** More values than the longest template has, 1 MB. Source: CloudFormation User Guide, quotas. */
const mostValues = 200_000;

/** Sections of a template that may have loops. Source: Template Reference, "Fn::ForEach". */
const sections = ["Conditions", "Resources", "Outputs"];

/** Whether that is a loop of AWS::LanguageExtensions, which becomes several members beside it. */
export function isLoop(name: string): boolean {
  return name.startsWith("Fn::ForEach::");
}

/**
 * A template with its loops unrolled. A loop stays as it is where the parameter that lists what it goes through is not given.
 * Throws an `InputError` on a loop that is written wrongly. Source: Template Reference, "Fn::ForEach".
 */
export function unrolled(root: Dictionary, scope: Scope): Dictionary {
  if (!sections.some((section) => hasLoop(root.members.get(section)))) return root;
  const unroll: Unrolling = { scope, left: { count: mostValues } };
  const members = [...root.members].map(
    ([name, tree]) => [name, sections.includes(name) ? withoutLoops(tree, unroll) : tree] as const,
  );
  return { ...root, members: new Map(members) };
}

function hasLoop(tree: Tree | undefined): boolean {
  if (tree?.kind === "list") return tree.items.some(hasLoop);
  return tree?.kind === "dictionary" && [...tree.members].some(([name, inner]) => isLoop(name) || hasLoop(inner));
}

interface Unrolling {
  readonly scope: Scope;
  /** How many values may yet be made. */
  readonly left: { count: number };
}

function withoutLoops(tree: Tree, unrolling: Unrolling): Tree {
  if (!hasLoop(tree)) return tree;
  if (tree.kind === "list") return { ...tree, items: tree.items.map((item) => withoutLoops(item, unrolling)) };
  if (tree.kind !== "dictionary") return tree;
  const members = new Map<string, Tree>();
  for (const [name, inner] of tree.members) {
    const made = isLoop(name) ? membersOfLoop(name, inner, unrolling) : undefined;
    for (const [key, value] of made ?? [[name, isLoop(name) ? inner : withoutLoops(inner, unrolling)] as const]) {
      if (members.has(key)) {
        throw new InputError(inner.at, `\`${name}\` gives \`${key}\`, which is there already`, "give it another name");
      }
      members.set(key, value);
    }
  }
  return { ...tree, members, isComputed: true };
}

/** Undefined where what the loop goes through is not known. */
function membersOfLoop(
  name: string,
  tree: Tree,
  unrolling: Unrolling,
): readonly (readonly [string, Tree])[] | undefined {
  const [identifier, collection, body, ...more] = itemsOf(tree);
  const variable = textOf(identifier);
  if (variable === undefined || collection === undefined || body?.kind !== "dictionary" || more.length > 0) {
    throw new InputError(tree.at, `this is not how \`${name}\` is written`, "give a name, a list and what to repeat");
  }
  const values = valuesOf(name, collection, unrolling.scope);
  return values?.flatMap((value) => {
    const repeated = withoutLoops(withValue(body, variable, value, unrolling, name), unrolling);
    return repeated.kind === "dictionary" ? [...repeated.members] : [];
  });
}

function valuesOf(name: string, collection: Tree, scope: Scope): readonly string[] | undefined {
  const list = evaluate(collection, scope);
  const texts = itemsOf(list).map((item) => textOf(item));
  if (texts.some((text) => text !== undefined && hasMark(text))) return undefined;
  if (list?.kind !== "list" || texts.includes(undefined)) {
    throw new InputError(collection.at, `\`${name}\` needs a list of texts to go through`, "list them there");
  }
  return texts.filter((text) => text !== undefined);
}

/** The tree with a value in the place of `${Name}`, `&{Name}` and `Ref: Name`. */
function withValue(tree: Tree, variable: string, value: string, unrolling: Unrolling, loop: string): Tree {
  const inText = (text: string) =>
    text
      .replaceAll(`\${${variable}}`, () => value)
      .replaceAll(`&{${variable}}`, () => value.replace(/[^a-z0-9]/gi, ""));
  const put = (at: Tree): Tree => {
    counted(unrolling, tree.at, loop);
    if (at.kind === "scalar") return typeof at.value === "string" ? { ...at, value: inText(at.value) } : at;
    if (at.kind === "list") return computedList(at.items.map(put), at.at);
    if (at.members.size === 1 && textOf(at.members.get("Ref")) === variable) {
      return { kind: "scalar", value, at: at.at };
    }
    return computedDictionary(
      [...at.members].map(([name, inner]) => [inText(name), put(inner)] as const),
      at.at,
    );
  };
  return put(tree);
}

function counted({ left }: Unrolling, at: Place, loop: string): void {
  if (left.count-- > 0) return;
  throw new InputError(at, `\`${loop}\` makes more than a template can have`, "see what it goes through");
}
