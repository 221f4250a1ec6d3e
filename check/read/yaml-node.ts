import { isAlias, isMap, isPair, isScalar, isSeq, type Node, Scalar } from "yaml";
import { InputError } from "../input-error.ts";
import type { Place, Tree } from "./tree.ts";

/**
 * A node of a YAML document as a tree. `text` is what the document was parsed from, `placeAt` where in its file an offset of it
 * stands. Throws an `InputError` at an alias, a merge and a name that stands twice.
 */
export function treeOfNode(node: Node | null, text: string, placeAt: (offset: number) => Place): Tree {
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
  const inner = untaggedTree(node, at, text, placeAt);
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

function untaggedTree(node: Node | null, at: Place, text: string, placeAt: (offset: number) => Place): Tree {
  if (isSeq(node)) {
    return { kind: "list", items: node.items.map((item) => treeOfNode(item as Node, text, placeAt)), at };
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
        pair.value === null
          ? { kind: "scalar", value: null, at: keyAt }
          : treeOfNode(pair.value as Node, text, placeAt),
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
