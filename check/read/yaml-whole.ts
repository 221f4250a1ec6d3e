import { InputError } from "../input-error.ts";
import { LineStarts } from "./line-starts.ts";
import type { Place, Tree } from "./tree.ts";
import { documentOf } from "./yaml-document.ts";
import { withFlowsJoined } from "./yaml-flows.ts";
import { treeOfNode } from "./yaml-node.ts";

/**
 * The tree of a YAML text that is parsed whole. Throws an `InputError` at the first mistake, and a `RangeError` where it is
 * nested too deep for the parser.
 */
export function treeOfWhole(file: string, written: string): Tree {
  const lines = new LineStarts(written);
  const placeAt = (offset: number): Place => ({ file, ...lines.positionOf(offset) });
  const asWritten = documentOf(written);
  // A flow that is indented too little is a mistake to the parser, so that only a text with one is looked through.
  const text = asWritten.errors.length === 0 ? written : withFlowsJoined(written);
  const document = text === written ? asWritten : documentOf(text);
  const [first] = document.errors;
  if (first?.message.startsWith("Maximum call stack")) throw new RangeError(first.message);
  if (first?.code === "MULTIPLE_DOCS") {
    throw new InputError(
      placeAt(first.pos[0]),
      "this has more than one YAML document",
      "give each in a file of its own",
    );
  }
  if (first !== undefined) throw new InputError(placeAt(first.pos[0]), `this is not YAML: ${firstLine(first.message)}`);
  const { contents } = document;
  if (contents === null) throw new InputError({ file, line: 1, column: 1 }, "this is not YAML: the file is empty");
  return treeOfNode(contents, text, placeAt);
}

function firstLine(message: string): string {
  const [line = ""] = message.split("\n");
  return `${line.charAt(0).toLowerCase()}${line.slice(1)}`;
}
