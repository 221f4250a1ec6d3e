import { InputError } from "../input-error.ts";
import { LineStarts } from "./line-starts.ts";
import { deepestNesting, type Place, type Tree } from "./tree.ts";
import { documentOf } from "./yaml-document.ts";
import { withFlowsJoined } from "./yaml-flows.ts";
import { treeOfNode } from "./yaml-node.ts";

/**
 * YAML 1.1 as CloudFormation takes it: a `!Tag` is the function of that name, `yes` and `off` are booleans, and aliases and
 * merges, which could let a small file stand for a huge value, are not taken. Throws an `InputError` with line and column. Source: CloudFormation User
 * Guide, "CloudFormation template format".
 */
export function treeOfYaml(file: string, text: string): Tree {
  refuseDeepNesting(text, file);
  try {
    return parsed(file, text);
  } catch (error) {
    // What the count of brackets and indents does not see: the parser calls itself at each level.
    if (!(error instanceof RangeError)) throw error;
    throw new InputError({ file, line: 1, column: 1 }, tooDeep);
  }
}

const tooDeep = `this is nested more than ${deepestNesting} levels deep`;

function parsed(file: string, written: string): Tree {
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

/** Each level of a block is indented further, each of a flow has a bracket of its own. */
function refuseDeepNesting(text: string, file: string): void {
  const [deepest, place] = text.split("\n").reduce<readonly [number, number]>(
    ([most, at], line, index) => {
      const depth = /^ */.exec(line)?.[0].length ?? 0;
      const dashes = /^(?:\s*- )*/.exec(line)?.[0].match(/-/g)?.length ?? 0;
      const brackets = line.match(/[[{]/g)?.length ?? 0;
      const levels = Math.floor(depth / 2) + dashes + (brackets > deepestNesting ? brackets : 0);
      return levels > most ? [levels, index + 1] : [most, at];
    },
    [0, 1],
  );
  if (deepest <= deepestNesting) return;
  throw new InputError({ file, line: place, column: 1 }, tooDeep);
}
