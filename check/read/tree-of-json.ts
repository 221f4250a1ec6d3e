import { getNodeValue, type Node } from "jsonc-parser";
import { nodesOfJson } from "./json-document.ts";
import type { Scalar, Tree } from "./tree.ts";

/** Strict JSON as a tree, read over a byte-order mark. Throws an `InputError` at the first mistake. */
export function treeOfJson(file: string, text: string): Tree {
  const { root, lines } = nodesOfJson(text.replace(/^\ufeff/, " "), file);
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
  return treeOf(root);
}
