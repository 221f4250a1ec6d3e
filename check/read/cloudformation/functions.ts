import { InputError } from "../../input-error.ts";
import type { Unknown } from "../../unknown/unknown.ts";
import { computedList, member, plain, scalar, type Tree, textOf } from "../tree.ts";
import { type Call, functionIn, malformed, requiredText, type Scope } from "./call.ts";
import { refuseLong, substitute } from "./substitute.ts";

/** Functions that are worked out here; whatever else begins with `Fn::` gives what is known in the account alone. */
export const functions: ReadonlyMap<string, (call: Call) => Tree | undefined> = new Map<
  string,
  (call: Call) => Tree | undefined
>([
  ["Ref", ({ argument, at, scope, text }) => scope.reference(text(argument), at)],
  ["Fn::GetAtt", attributeOf],
  [
    "Fn::Sub",
    ({ argument, at, scope, evaluated }) =>
      scalar(
        substitute(argument, at, scope, (tree) => requiredText(evaluated(tree), "Fn::Sub", at)),
        at,
      ),
  ],
  ["Fn::Join", joined],
  ["Fn::Split", split],
  ["Fn::Select", selected],
  ["Fn::If", chosen],
  ["Fn::FindInMap", mapped],
  ["Fn::ImportValue", ({ argument, at, scope, text }) => scope.imported(text(argument), at)],
  ["Fn::Base64", ({ argument, at, text }) => scalar(Buffer.from(text(argument)).toString("base64"), at)],
  ["Fn::ToJsonString", ({ argument, at, evaluated }) => scalar(jsonOf(evaluated(argument)), at)],
  ["Fn::Length", lengthOf],
]);

/** `Role.Arn`, or `[Role, Arn]` where each may be worked out. */
function attributeOf({ argument, at, scope, text }: Call): Tree {
  const [logicalId = "", ...names] = argument.kind === "list" ? argument.items.map(text) : splitOnce(text(argument));
  return scope.attribute(logicalId, names.join("."), at);
}

function splitOnce(text: string): readonly string[] {
  const at = text.indexOf(".");
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function joined({ name, at, items, list, text }: Call): Tree {
  const [separator, values] = items(2) as [Tree, Tree];
  const between = text(separator);
  const texts = list(values).map((each) => requiredText(each, name, at));
  refuseLong(
    name,
    at,
    texts.reduce((sum, each) => sum + each.length + between.length, 0),
  );
  return scalar(texts.join(between), at);
}

function split({ at, items, text }: Call): Tree {
  const [separator, value] = items(2) as [Tree, Tree];
  const parts = text(value).split(text(separator));
  return computedList(
    parts.map((each) => scalar(each, at)),
    at,
  );
}

function selected({ at, scope, items, text, evaluated, name }: Call): Tree {
  const [index, values] = items(2) as [Tree, Tree];
  const list = evaluated(values);
  const position = text(index);
  // How many items an unknown list has, and into how many parts an unknown text falls, nobody knows.
  const isSplit = functionIn(values)?.name === "Fn::Split";
  const parts = list === undefined ? [] : list.kind === "list" ? (isSplit ? list.items : []) : [list];
  const open = parts.flatMap((each) => openUnknown(each, scope) ?? [])[0];
  if (open !== undefined) return scalar(scope.unknown(partOf(position, open), "<part>", at), at);
  if (list?.kind !== "list") throw malformed(name, at);
  const found = list.items[Number(position)];
  if (found === undefined) throw new InputError(at, `Fn::Select asks for an item that is not there`);
  return found;
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

function chosen({ at, scope, items, evaluated, text }: Call): Tree | undefined {
  const [condition, then, otherwise] = items(3) as [Tree, Tree, Tree];
  return evaluated(scope.condition(text(condition), at) ? then : otherwise);
}

/** With `DefaultValue` where the map has no such keys. Source: Template Reference, "Fn::FindInMap enhancements". */
function mapped({ name, at, scope, items, text, evaluated }: Call): Tree | undefined {
  const [map, key, second, more] = items(3, 4) as [Tree, Tree, Tree, Tree?];
  const byDefault = member(more, "DefaultValue");
  if (more !== undefined && byDefault === undefined) throw malformed(name, at);
  const names = [text(map), text(key), text(second)] as const;
  const found = scope.mapping(names, at, byDefault !== undefined);
  if (found !== undefined) return found;
  if (byDefault !== undefined) return evaluated(byDefault);
  throw new InputError(at, `there is no \`${names.join(".")}\` in the Mappings of this template`);
}

/** Source: Template Reference, "Fn::ToJsonString". */
function jsonOf(tree: Tree | undefined): string {
  return JSON.stringify(tree === undefined ? {} : plain(tree));
}

/** Source: Template Reference, "Fn::Length". */
function lengthOf({ argument, at, scope, evaluated, name }: Call): Tree {
  const list = evaluated(argument);
  const isOpen = list !== undefined && openUnknown(list.kind === "list" ? (list.items[0] ?? list) : list, scope);
  if (isOpen) return scalar(scope.unknown(`the length of ${isOpen.what}`, "<length>", at), at);
  if (list?.kind !== "list") throw malformed(name, at);
  return scalar(list.items.length, at);
}
