import { isCollection, isMap, isPair, isScalar, isSeq, type Node, type Pair, parseDocument, stringify } from "yaml";
import { withFlowsJoined } from "../read/yaml-flows.ts";
import { hasMark } from "../unknown/unknown.ts";
import type { Edit } from "./change.ts";
import { type WrittenEdit, writtenEdits } from "./written-edits.ts";

/**
 * YAML with a policy document in it changed. `at` is where the document stands, `document` what it comes to, functions worked
 * out. Only the lines that change are written anew: comments, functions and the author's layout stay.
 */
export function editedYaml(text: string, at: Edit["path"], document: unknown, edits: readonly Edit[]): string {
  return writtenEdits(document, edits).reduce(
    (before, edit) => applied(before, { ...edit, path: [...at, ...edit.path] }),
    text,
  );
}

function applied(text: string, edit: WrittenEdit): string {
  const root = parseDocument(withFlowsJoined(text), { logLevel: "silent" }).contents;
  const path = edit.path;
  switch (edit.kind) {
    case "append":
      return appended(text, nodeAt(root, path), edit.value);
    case "list":
      return listed(text, nodeAt(root, path), edit.others);
    case "remove":
      return removed(text, nodeAt(root, path.slice(0, -1)), path.at(-1));
    case "set":
      return set(text, root, path, edit.value);
  }
}

function nodeAt(root: unknown, path: Edit["path"]): Node {
  const node = path.reduce<unknown>((at, step) => (isCollection(at) ? at.get(step, true) : undefined), root);
  if (node === undefined || node === null) throw new RangeError(`there is nothing at ${path.join(".")}`);
  return node as Node;
}

/** Where a node begins, its tag included, and where what it shows ends, without the line end after it. */
function rangeOf(text: string, node: Node): readonly [start: number, end: number] {
  const [from = 0] = node.range ?? [];
  const tag = /(?:[!&]\S*\s+)+$/.exec(text.slice(0, from))?.[0] ?? "";
  const isProperty = node.tag?.startsWith("!") === true && tag !== "";
  return [isProperty ? from - tag.length : from, endOf(text, node)];
}

function endOf(text: string, node: Node): number {
  const [, end = 0] = node.range ?? [];
  if (!isCollection(node) || node.flow === true) return text.slice(0, end).trimEnd().length;
  const last = node.items.at(-1);
  const inner = isPair(last) ? ((last.value ?? last.key) as Node) : (last as Node | undefined);
  return inner === undefined ? end : endOf(text, inner);
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

/** How far what stands at an offset is from the start of its line. */
function columnOf(text: string, at: number): number {
  return at - (text.lastIndexOf("\n", at - 1) + 1);
}

function appended(text: string, list: Node, value: unknown): string {
  if (!isSeq(list)) throw new RangeError("there is no list to append to");
  const end = endOf(text, list);
  const [first] = list.items as Node[];
  if (list.flow === true || first === undefined)
    return splice(text, end - 1, end - 1, `${first ? ", " : ""}${flow(value)}`);
  const dash = text.lastIndexOf("-", rangeOf(text, first)[0] - 1);
  const indent = " ".repeat(columnOf(text, dash));
  const at = lineEnd(text, end);
  return splice(text, at, at, `\n${indent}- ${block(value, indent.length + 2)}`);
}

function listed(text: string, node: Node, others: readonly unknown[]): string {
  const [start, end] = rangeOf(text, node);
  return splice(text, start, end, `[${[text.slice(start, end), ...others.map(flow)].join(", ")}]`);
}

function set(text: string, root: unknown, path: Edit["path"], value: unknown): string {
  const around = nodeAt(root, path.slice(0, -1));
  const name = path.at(-1) ?? "";
  const pair = isMap(around) ? pairOf(around.items, name) : undefined;
  if (isMap(around) && pair === undefined) return withMember(text, around, String(name), value);
  const [start, end] = rangeOf(text, (pair?.value ?? nodeAt(root, path)) as Node);
  if (pair === undefined) return splice(text, start, end, flow(value));
  const [keyStart, keyEnd] = rangeOf(text, pair.key as Node);
  const isInFlow = isCollection(around) && around.flow === true;
  const written = isStructure(value) && !isInFlow ? underKey(value, columnOf(text, keyStart)) : ` ${flow(value)}`;
  return splice(text, keyEnd, end, `:${written}`);
}

function pairOf(items: readonly unknown[], name: string | number): Pair | undefined {
  return items.find(
    (item): item is Pair => isPair(item) && isScalar(item.key) && String(item.key.value) === String(name),
  );
}

function withMember(text: string, map: Node, name: string, value: unknown): string {
  if (!isMap(map)) throw new RangeError("there is nothing to add a member to");
  const end = endOf(text, map);
  const [first] = map.items;
  if (map.flow === true || first === undefined) {
    return splice(text, end - 1, end - 1, `${first ? ", " : ""}${flow(name)}: ${flow(value)}`);
  }
  const column = columnOf(text, rangeOf(text, first.key as Node)[0]);
  const written = isStructure(value) ? underKey(value, column) : ` ${flow(value)}`;
  const at = lineEnd(text, end);
  return splice(text, at, at, `\n${" ".repeat(column)}${flow(name)}:${written}`);
}

/** From its own start to the next one's, or from the end of the one before to its own. */
function removed(text: string, around: Node, step: string | number | undefined): string {
  const parts = isCollection(around) ? partsOf(text, around.items) : [];
  const index = typeof step === "number" ? step : parts.findIndex(({ name }) => name === step);
  const [before, own, after] = [parts[index - 1], parts[index], parts[index + 1]];
  if (own === undefined) throw new RangeError(`there is no ${step} to remove`);
  if (before !== undefined) {
    const isBlock = isCollection(around) && around.flow !== true;
    const from = isBlock ? lineEnd(text, before.end) : before.end;
    return splice(text, from, isBlock ? lineEnd(text, own.end) : own.end, "");
  }
  if (after !== undefined) return splice(text, own.start, after.start, "");
  const [start, end] = rangeOf(text, around);
  return splice(text, start, end, isSeq(around) ? "[]" : "{}");
}

interface PartOfText {
  readonly name?: string;
  readonly start: number;
  readonly end: number;
}

function partsOf(text: string, items: readonly unknown[]): readonly PartOfText[] {
  return items.map((item): PartOfText => {
    if (!isPair(item)) {
      const [start, end] = rangeOf(text, item as Node);
      return { start, end };
    }
    const [start] = rangeOf(text, item.key as Node);
    const name = isScalar(item.key) ? String(item.key.value) : "";
    return { name, start, end: endOf(text, (item.value ?? item.key) as Node) };
  });
}

function isStructure(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function underKey(value: object, column: number): string {
  const indent = column + 2;
  return `\n${" ".repeat(indent)}${block(value, indent)}`;
}

/** In lines of its own, all but the first indented. */
function block(value: unknown, indent: number): string {
  const lines = stringify(value, { lineWidth: 0 }).trimEnd().split("\n");
  return lines.join(`\n${" ".repeat(indent)}`);
}

/** In the line where it stands; JSON is YAML, and quotation marks say where a text ends that functions are put into. */
function flow(value: unknown): string {
  const isPlain = !isStructure(value) && !/[,[\]{}#]/.test(String(value)) && !hasMark(String(value));
  return isPlain ? stringify(value, { lineWidth: 0 }).trimEnd() : JSON.stringify(value);
}

function splice(text: string, start: number, end: number, inserted: string): string {
  return text.slice(0, start) + inserted + text.slice(end);
}
