import { isAlias, isMap, isPair, isScalar, isSeq, type Node, parseDocument, Scalar } from "yaml";
import { InputError } from "../input-error.ts";
import { LineStarts } from "./line-starts.ts";
import { deepestNesting, type Place, type Tree } from "./tree.ts";
import { withFlowsJoined } from "./yaml-flows.ts";

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
  const text = withFlowsJoined(written);
  const document = parseDocument<Node, false>(text, {
    prettyErrors: false,
    schema: "core",
    // The parser would look through all that came before at each name; `untaggedTree` looks at each once.
    uniqueKeys: false,
    merge: false,
    // Silent, it would leave out what follows a first document.
    logLevel: "error",
  });
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
  return treeOf(contents, placeAt, text);
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

function treeOf(node: Node | null, placeAt: (offset: number) => Place, text: string): Tree {
  const [offset = 0] = node?.range ?? [];
  const tagged =
    node?.tag?.startsWith("!") === true
      ? /(?:[!&]\S*[ \t]+)+$/.exec(text.slice(lineStart(text, offset), offset))
      : null;
  const at = placeAt(offset - (tagged?.[0].length ?? 0));
  if (isAlias(node)) {
    throw new InputError(at, "CloudFormation takes no YAML aliases", "write the value out in both places");
  }
  const { tag } = node ?? {};
  const inner = untaggedTree(node, at, placeAt, text);
  if (tag === undefined || !tag.startsWith("!") || tag === "!") return inner;
  return functionOf(tag.slice(1), inner, at);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** `!GetAtt Role.Arn` as `Fn::GetAtt: [Role, Arn]`, and the like. */
function functionOf(name: string, argument: Tree, at: Place): Tree {
  const fullName = name === "Ref" || name === "Condition" ? name : `Fn::${name}`;
  return { kind: "dictionary", members: new Map([[fullName, argument]]), at };
}

function untaggedTree(node: Node | null, at: Place, placeAt: (offset: number) => Place, text: string): Tree {
  if (isSeq(node)) {
    return { kind: "list", items: node.items.map((item) => treeOf(item as Node, placeAt, text)), at };
  }
  if (isMap(node)) {
    const members = new Map<string, Tree>();
    for (const pair of node.items) {
      if (!isPair(pair)) continue;
      const key = pair.key as Node;
      const keyAt = placeAt(key.range?.[0] ?? 0);
      if (!isScalar(key)) throw new InputError(keyAt, "a name is expected here");
      const name = String(scalarOf(key) ?? "");
      if (name === "<<") {
        throw new InputError(keyAt, "CloudFormation takes no YAML merges", "write the members out in both places");
      }
      if (members.has(name)) throw new InputError(keyAt, "this is not YAML: map keys must be unique");
      members.set(
        name,
        pair.value === null ? { kind: "scalar", value: null, at: keyAt } : treeOf(pair.value as Node, placeAt, text),
      );
    }
    return { kind: "dictionary", members, at };
  }
  return { kind: "scalar", value: isScalar(node) ? scalarOf(node) : null, at };
}

/** Source: YAML 1.1, "Boolean Language-Independent Type", without the single letters that PyYAML leaves out too. */
const booleans = new Map(
  (["yes", "on", "no", "off"] as const).flatMap((word) => {
    const is = word === "yes" || word === "on";
    return [word, word.toUpperCase(), `${word.charAt(0).toUpperCase()}${word.slice(1)}`].map((each) => [each, is]);
  }),
);

/** A number only where it is written as numbers are: an account id with a leading zero is a text. */
function scalarOf({ value, source, type }: Scalar): string | number | boolean | null {
  if (typeof value === "number") return source === undefined || String(value) === source ? value : source;
  if (typeof value === "string") return type === Scalar.PLAIN ? (booleans.get(value) ?? value) : value;
  if (typeof value === "boolean" || value === null) return value;
  return String(source ?? value);
}
