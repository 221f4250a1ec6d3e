import { applyEdits, type FormattingOptions, findNodeAtLocation, modify, parseTree } from "jsonc-parser";
import type { Edit } from "./change.ts";

/** JSON with values set and removed, in that order; layout and order of everything else stay. */
export function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce(
    (before, { path, value }) => (value === undefined ? cut(before, path) : set(before, path, value)),
    text,
  );
}

function set(text: string, path: Edit["path"], value: unknown): string {
  const layout = text.trimEnd().includes("\n") ? { formattingOptions: layoutOf(text) } : {};
  return added(text, path, value) ?? applyEdits(text, modify(text, [...path], value, layout));
}

/** One more item or member behind the last one of something, laid out as that is; undefined where it is none. */
function added(text: string, path: Edit["path"], value: unknown): string | undefined {
  const step = path.at(-1);
  const tree = parseTree(text);
  const around = tree && findNodeAtLocation(tree, path.slice(0, -1));
  const last = around?.children?.at(-1);
  if (tree === undefined || step === undefined || around === undefined || last === undefined) return undefined;
  if (findNodeAtLocation(tree, [...path]) !== undefined || !text.trimEnd().includes("\n")) return undefined;
  const name = around.type === "array" ? "" : `${JSON.stringify(step)}: `;
  const end = last.offset + last.length;
  const isInLine = !text.slice(around.offset, around.offset + around.length).includes("\n");
  const before = isInLine ? " " : lineStartBefore(text, last.offset);
  if (before === undefined) return undefined;
  if (isInLine && inLine(value).length > widest) return undefined;
  const written = isInLine ? inLine(value) : inLines(value, before, layoutOf(text));
  return `${text.slice(0, end)},${before}${name}${written}${text.slice(end)}`;
}

/** What is longer begins lines of its own. */
const widest = 100;

/** Line end and indentation before what begins its line; undefined where something else stands there. */
function lineStartBefore(text: string, offset: number): string | undefined {
  return /\r?\n[ \t]*$/.exec(text.slice(0, offset))?.[0];
}

function inLines(value: unknown, before: string, { insertSpaces, tabSize }: FormattingOptions): string {
  const unit = insertSpaces === true ? " ".repeat(tabSize ?? 2) : "\t";
  return JSON.stringify(value, undefined, unit).replaceAll("\n", before);
}

/** As people write it: with a space behind colons and commas, and inside braces. */
function inLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${inLine(each)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/** Together with the comma that it no longer needs. The library's own removal takes a document of several lines for granted. */
function cut(text: string, path: Edit["path"]): string {
  const tree = parseTree(text);
  const node = tree && findNodeAtLocation(tree, [...path]);
  const item = node?.parent?.type === "property" ? node.parent : node;
  const siblings = item?.parent?.children;
  if (item === undefined || siblings === undefined) return text;
  const at = siblings.indexOf(item);
  const [before, after] = [siblings[at - 1], siblings[at + 1]];
  const end = item.offset + item.length;
  const from = before === undefined ? item.offset : before.offset + before.length;
  const to = before === undefined && after !== undefined ? after.offset : end;
  return text.slice(0, from) + text.slice(to);
}

/** As the author has it. */
function layoutOf(text: string): FormattingOptions {
  const [, indent = "  "] = /\n([ \t]+)\S/.exec(text) ?? [];
  const isTabbed = indent.startsWith("\t");
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  return { insertSpaces: !isTabbed, tabSize: isTabbed ? 1 : Math.min(indent.length, 8), eol };
}
