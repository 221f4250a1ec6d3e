import { InputError } from "../../input-error.ts";
import { isMark } from "../../unknown/unknown.ts";
import { type Place, plain, scalar, type Tree, textOf } from "../tree.ts";
import { type FunctionCall, functionIn, malformed, requiredText, type Scope } from "./call.ts";
import { functions } from "./functions.ts";

/**
 * A value with its functions worked out; undefined where it is `AWS::NoValue`. What is known in the account alone has a mark
 * for its value. Throws an `InputError` on a function that is written wrongly, with its place. Source: CloudFormation Template Reference, "Intrinsic function reference".
 */
export function evaluate(tree: Tree, scope: Scope): Tree | undefined {
  if (tree.kind === "scalar") return withoutDynamic(tree, scope);
  if (tree.kind === "list") {
    const items = tree.items.map((item) => evaluate(item, scope));
    const kept = items.filter((item) => item !== undefined);
    const isChanged = kept.length < items.length || isSpliced(tree.items);
    return { ...tree, items: kept, isComputed: tree.isComputed === true || isChanged };
  }
  const called = functionIn(tree);
  if (called !== undefined) return call(called, scope);
  const members = [...tree.members].map(([name, value]) => {
    refuseLoop(name, value);
    return [name, evaluate(value, scope)] as const;
  });
  const kept = members.filter((entry): entry is readonly [string, Tree] => entry[1] !== undefined);
  return { ...tree, members: new Map(kept), isComputed: tree.isComputed === true || kept.length < members.length };
}

/** A list with a function for a whole item that may be left out has other positions than the file shows. */
function isSpliced(items: readonly Tree[]): boolean {
  return items.some(
    (item) => functionIn(item)?.name === "Fn::If" && JSON.stringify(plain(item)).includes("AWS::NoValue"),
  );
}

/** A loop that is left has a collection which nobody gave. */
function refuseLoop(name: string, { at }: Tree): void {
  if (!name.startsWith("Fn::ForEach::")) return;
  throw new InputError(at, `what \`${name}\` goes through is not known`, "give the parameter that lists it");
}

function call({ name, argument, at }: FunctionCall, scope: Scope): Tree | undefined {
  const made = functions.get(name);
  if (made === undefined) return scalar(scope.unknown(`what \`${name}\` gives`, `<${name}>`, at), at);
  const evaluated = (tree: Tree) => evaluate(tree, scope);
  const found = made({
    name,
    argument,
    at,
    scope,
    evaluated,
    text: (tree) => requiredText(evaluated(tree), name, at),
    items: (least, most = least) => {
      const items = argument.kind === "list" ? argument.items : [];
      if (items.length < least || items.length > most) throw malformed(name, at);
      return items;
    },
    list: (tree) => {
      const list = evaluated(tree);
      // Whatever an unknown list has in it is unknown.
      if (list !== undefined && isMark(textOf(list) ?? "")) return [list];
      if (list?.kind !== "list") throw malformed(name, at);
      return list.items;
    },
  });
  return found === undefined ? undefined : computed(found, at);
}

/** Where the function stands, not where the value comes from; of structure, that the file shows something else there. */
function computed(tree: Tree, at: Place): Tree {
  return tree.kind === "scalar" ? { ...tree, at } : { ...tree, at, isComputed: true };
}

function withoutDynamic(tree: Tree & { readonly kind: "scalar" }, scope: Scope): Tree {
  if (typeof tree.value !== "string" || !tree.value.includes("{{resolve:")) return tree;
  const value = tree.value.replace(/\{\{resolve:[^}]*\}\}/g, (reference) =>
    scope.unknown(`what \`${reference}\` gives`, `<${reference.slice(2, -2)}>`, tree.at),
  );
  return { ...tree, value };
}
