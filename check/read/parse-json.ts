import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { InputError } from "../input-error.ts";
import { deepestNesting, type Place, type Tree } from "./tree.ts";

/** JSON, and nothing that only looks like it. Throws an `InputError` with line and column. */
export function parseJson(file: string, text: string): Tree {
  const placeAt = placesIn(file, text);
  refuseDeepNesting(text, placeAt);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first !== undefined) {
    throw new InputError(placeAt(first.offset), `this is not JSON: ${wordsOf(printParseErrorCode(first.error))}`);
  }
  if (root === undefined) throw new InputError(placeAt(0), "this is not JSON: the file is empty");
  return treeOf(root, placeAt);
}

/** `PropertyNameExpected` as `property name expected`. */
function wordsOf(code: string): string {
  return code.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/^[A-Z]/, lower);
}

function lower(text: string): string {
  return text.toLowerCase();
}

/** Before the parser is let near it, for that calls itself at each level. */
function refuseDeepNesting(text: string, placeAt: (offset: number) => Place): void {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === "[" || token === "{") depth += 1;
    else if (token === "]" || token === "}") depth -= 1;
    if (depth <= deepestNesting) continue;
    throw new InputError(placeAt(index), `this is nested more than ${deepestNesting} levels deep`);
  }
}

function treeOf(node: Node, placeAt: (offset: number) => Place): Tree {
  const at = placeAt(node.offset);
  switch (node.type) {
    case "array":
      return { kind: "list", items: (node.children ?? []).map((child) => treeOf(child, placeAt)), at };
    case "object": {
      const members = new Map<string, Tree>();
      for (const { children: [key, value] = [] } of node.children ?? []) {
        if (key === undefined || value === undefined) continue;
        const name = String(getNodeValue(key));
        if (members.has(name)) throw new InputError(placeAt(key.offset), `\`${name}\` is there twice`, "keep one");
        members.set(name, treeOf(value, placeAt));
      }
      return { kind: "dictionary", members, at };
    }
    default:
      return { kind: "scalar", value: getNodeValue(node) as string | number | boolean | null, at };
  }
}

/** Line and column of each offset. */
export function placesIn(file: string, text: string): (offset: number) => Place {
  const starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
