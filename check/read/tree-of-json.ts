import { getNodeValue, type Node, parseTree } from "jsonc-parser";
import { parseJsonDocument } from "./json-document.ts";
import { LineStarts } from "./line-starts.ts";
import type { Scalar, Tree } from "./tree.ts";

/** Strict JSON as a tree. Throws an `InputError` at the first mistake. */
export function treeOfJson(file: string, text: string): Tree {
  parseJsonDocument(text, file);
  const lines = new LineStarts(text);
  const treeOf = (node: Node): Tree => {
    const at = { file, ...lines.positionOf(node.offset) };
    const { type, children = [] } = node;
    if (type === "array") return { kind: "list", items: children.map(treeOf), at };
    if (type !== "object") return { kind: "scalar", value: getNodeValue(node) as Scalar["value"], at };
    const members = children.flatMap(({ children: [name, value] = [] }) =>
      name === undefined || value === undefined ? [] : [[String(name.value), treeOf(value)] as const],
    );
    return { kind: "dictionary", members: new Map(members), at };
  };
  const root = parseTree(text);
  if (root === undefined) throw new RangeError(`${file} was read and is empty`);
  return treeOf(root);
}
