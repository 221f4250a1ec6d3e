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
  const layout = text.includes("\n") ? { formattingOptions: layoutOf(text) } : {};
  return applyEdits(text, modify(text, [...path], value, layout));
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
  return { insertSpaces: !isTabbed, tabSize: isTabbed ? 1 : Math.min(indent.length, 8), eol: "\n" };
}
