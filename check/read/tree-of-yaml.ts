import { InputError } from "../input-error.ts";
import { deepestNesting, type Tree } from "./tree.ts";
import { treeOfBlocks } from "./yaml-blocks.ts";
import { treeOfWhole } from "./yaml-whole.ts";

/**
 * YAML 1.1 as CloudFormation takes it: a `!Tag` is the function of that name, `yes` and `off` are booleans, and aliases and
 * merges, which could let a small file stand for a huge value, are not taken. Throws an `InputError` with line and column.
 * Source: CloudFormation User Guide, "CloudFormation template format".
 */
export function treeOfYaml(file: string, text: string): Tree {
  refuseDeepNesting(text, file);
  try {
    return treeOfBlocks(file, text) ?? treeOfWhole(file, text);
  } catch (error) {
    // What the count of brackets and indents does not see: the parser calls itself at each level.
    if (!(error instanceof RangeError)) throw error;
    throw new InputError({ file, line: 1, column: 1 }, tooDeep);
  }
}

const tooDeep = `this is nested more than ${deepestNesting} levels deep`;

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
