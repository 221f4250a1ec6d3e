import { InputError } from "../../input-error.ts";
import { UndecidedError } from "../../undecided.ts";
import { areAllowed, itemsOf as itemsOfText, overlap } from "../../unknown/overlap.ts";
import { hasMark, type Unknown } from "../../unknown/unknown.ts";
import { itemsOf, type Place, plain, scalar, type Tree, textOf } from "../tree.ts";
import { refuseLong, substitute } from "./substitute.ts";

/** What a template's functions ask for. */
export interface Scope {
  /** Value of a parameter, a pseudo parameter or the physical id of a resource; undefined of `AWS::NoValue`. */
  reference(name: string, at: Place): Tree | undefined;
  attribute(logicalId: string, name: string, at: Place): Tree;
  condition(name: string, at: Place): boolean;
  mapping(names: readonly [map: string, key: string, second: string], at: Place): Tree;
  imported(name: string, at: Place): Tree;
  /** A mark for what a function gives that is worked out in the account. */
  unknown(what: string, shown: string, at: Place): string;
  /** How a comparison turns out that rests on what is unknown, where that is decided. */
  decided(key: string): boolean | undefined;
  unknowns(): ReadonlyMap<string, Unknown>;
}

/**
 * A value with its functions worked out; undefined where it is `AWS::NoValue`. What is known in the account alone has a mark
 * for its value. Throws an `InputError` on a function that is written wrongly, with its place. Source: CloudFormation Template Reference, "Intrinsic function reference".
 */
export function evaluate(tree: Tree, scope: Scope): Tree | undefined {
  if (tree.kind === "scalar") return withoutDynamic(tree, scope);
  if (tree.kind === "list") {
    const items = tree.items.map((item) => evaluate(item, scope));
    const kept = items.filter((item) => item !== undefined);
    return { ...tree, items: kept, isComputed: kept.length < items.length || isSpliced(tree.items) };
  }
  const called = functionIn(tree);
  if (called !== undefined) return call(called, scope);
  const members = [...tree.members].map(([name, value]) => [name, evaluate(value, scope)] as const);
  const kept = members.filter((entry): entry is readonly [string, Tree] => entry[1] !== undefined);
  return { ...tree, members: new Map(kept), isComputed: kept.length < members.length };
}

/** A list with a function for a whole item that may be left out has other positions than the file shows. */
function isSpliced(items: readonly Tree[]): boolean {
  return items.some(
    (item) => functionIn(item)?.name === "Fn::If" && JSON.stringify(plain(item)).includes("AWS::NoValue"),
  );
}

interface FunctionCall {
  readonly name: string;
  readonly argument: Tree;
  readonly at: Place;
}

export function functionIn(tree: Tree): FunctionCall | undefined {
  if (tree.kind !== "dictionary" || tree.members.size !== 1) return undefined;
  const [[name, argument] = [undefined, undefined]] = tree.members;
  if (name === undefined || (name !== "Ref" && !name.startsWith("Fn::"))) return undefined;
  return { name, argument, at: tree.at };
}

function call({ name, argument, at }: FunctionCall, scope: Scope): Tree | undefined {
  const text = (tree: Tree) => requiredText(evaluate(tree, scope), name, at);
  const items = (count: number) => {
    const found = argument.kind === "list" ? argument.items : [];
    if (found.length !== count) throw malformed(name, at);
    return found;
  };
  switch (name) {
    case "Ref": {
      const found = scope.reference(text(argument), at);
      return found === undefined ? undefined : computed(found, at);
    }
    case "Fn::GetAtt": {
      const [logicalId = "", ...names] =
        argument.kind === "list" ? argument.items.map(text) : splitOnce(text(argument));
      return computed(scope.attribute(logicalId, names.join("."), at), at);
    }
    case "Fn::Sub":
      return scalar(
        substitute(argument, at, scope, (tree) => text(tree)),
        at,
      );
    case "Fn::Join": {
      const [separator, values] = items(2) as [Tree, Tree];
      const between = text(separator);
      const texts = listOf(values, scope, name, at).map((each) => requiredText(each, name, at));
      refuseLong(
        name,
        at,
        texts.reduce((sum, each) => sum + each.length + between.length, 0),
      );
      return scalar(texts.join(between), at);
    }
    case "Fn::Split": {
      const [separator, value] = items(2) as [Tree, Tree];
      return {
        kind: "list",
        items: text(value)
          .split(text(separator))
          .map((each) => scalar(each, at)),
        at,
        isComputed: true,
      };
    }
    case "Fn::Select": {
      const [index, values] = items(2) as [Tree, Tree];
      const list = listOf(values, scope, name, at);
      const selected = list[Number(text(index))];
      // Into how many parts an unknown text falls, nobody knows.
      const open =
        functionIn(values)?.name === "Fn::Split"
          ? list.flatMap((each) => openUnknown(each, scope) ?? [])[0]
          : undefined;
      if (open !== undefined) return scalar(scope.unknown(partOf(text(index), open), "<part>", at), at);
      if (selected === undefined) throw new InputError(at, `Fn::Select asks for an item that is not there`);
      return computed(selected, at);
    }
    case "Fn::If": {
      const [condition, then, otherwise] = items(3) as [Tree, Tree, Tree];
      const chosen = evaluate(scope.condition(textOf(condition) ?? "", at) ? then : otherwise, scope);
      return chosen === undefined ? undefined : computed(chosen, at);
    }
    case "Fn::FindInMap": {
      const [map, key, second] = items(3).map(text) as [string, string, string];
      return computed(scope.mapping([map, key, second], at), at);
    }
    case "Fn::ImportValue":
      return computed(scope.imported(text(argument), at), at);
    case "Fn::Base64":
      return scalar(Buffer.from(text(argument)).toString("base64"), at);
    case "Fn::ToJsonString": {
      const value = evaluate(argument, scope);
      return scalar(JSON.stringify(value === undefined ? {} : plain(value)), at);
    }
    default:
      return scalar(scope.unknown(`what \`${name}\` gives`, `<${name}>`, at), at);
  }
}

/** Where the function stands, not where the value comes from; of structure, that the file shows something else there. */
function computed(tree: Tree, at: Place): Tree {
  return tree.kind === "scalar" ? { ...tree, at } : { ...tree, at, isComputed: true };
}

function listOf(tree: Tree, scope: Scope, name: string, at: Place): readonly Tree[] {
  const list = evaluate(tree, scope);
  if (list?.kind !== "list") throw malformed(name, at);
  return itemsOf(list);
}

function requiredText(tree: Tree | undefined, name: string, at: Place): string {
  const text = textOf(tree);
  if (text === undefined) throw new InputError(tree?.at ?? at, `${name} needs a text here`);
  return text;
}

/** What is unknown in a text and may have separators in it: names and ids that AWS draws have none. */
function openUnknown(tree: Tree, scope: Scope): Unknown | undefined {
  const unknowns = scope.unknowns();
  return [...(textOf(tree) ?? "")]
    .flatMap((character) => unknowns.get(character) ?? [])
    .find(({ kind }) => kind === "withheld");
}

function partOf(index: string, { what }: Unknown): string {
  return `part ${Number(index) + 1} of ${what}`;
}

function splitOnce(text: string): readonly string[] {
  const at = text.indexOf(".");
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function malformed(name: string, at: Place): InputError {
  return new InputError(at, `this is not how ${name} is written`, "see the CloudFormation Template Reference");
}

function withoutDynamic(tree: Tree & { readonly kind: "scalar" }, scope: Scope): Tree {
  if (typeof tree.value !== "string" || !tree.value.includes("{{resolve:")) return tree;
  const value = tree.value.replace(/\{\{resolve:[^}]*\}\}/g, (reference) =>
    scope.unknown(`what \`${reference}\` gives`, `<${reference.slice(2, -2)}>`, tree.at),
  );
  return { ...tree, value };
}

/** Whether a condition of the template holds. */
export function holds(tree: Tree, scope: Scope): boolean {
  const [[name, argument] = ["", tree]] = tree.kind === "dictionary" ? tree.members : [];
  const all = () => itemsOf(argument).map((each) => holds(each, scope));
  switch (name) {
    case "Condition":
      return scope.condition(textOf(argument) ?? "", tree.at);
    case "Fn::Equals": {
      const [left, right, ...others] = itemsOf(argument).map((each) => evaluate(each, scope));
      if (left === undefined || right === undefined || others.length > 0) throw malformed(name, tree.at);
      return areSame(left, right, tree.at, scope);
    }
    case "Fn::And":
      return all().every(Boolean);
    case "Fn::Or":
      return all().some(Boolean);
    case "Fn::Not":
      return !all().every(Boolean);
    default:
      throw new InputError(tree.at, `${name === "" ? "this" : name} is no condition that is known here`);
  }
}

function areSame(left: Tree, right: Tree, at: Place, scope: Scope): boolean {
  return areEqual(
    textOf(left) ?? JSON.stringify(plain(left)),
    textOf(right) ?? JSON.stringify(plain(right)),
    at,
    scope,
  );
}

/** Throws an `UndecidedError` where that rests on something that is unknown. */
export function areEqual(one: string, other: string, at: Place, scope: Scope): boolean {
  if (one === other || !(hasMark(one) || hasMark(other))) return one === other;
  const unknowns = scope.unknowns();
  const values = overlap(itemsOfText(one, unknowns, false), itemsOfText(other, unknowns, false));
  if (values === undefined || !areAllowed(values, unknowns)) return false;
  const key = JSON.stringify([one, other].sort());
  const decided = scope.decided(key);
  if (decided !== undefined) return decided;
  const [unknown] = [...one, ...other].flatMap((character) => unknowns.get(character) ?? []);
  if (unknown === undefined) return false;
  throw new UndecidedError({ key, values, unknown, source: at });
}
