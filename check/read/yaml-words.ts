import { type Place, scalar, type Tree } from "./tree.ts";

const entry = /^(?:(?<name>[A-Za-z][\w:.-]*): +|- +)(?<value>[A-Za-z][\w:./*-]*)$/;

/**
 * The tree of `Name: value` and `- value` where both are sure to be texts, without the parser. Undefined of any other entry.
 * `placeAt` is where an offset of it stands.
 */
export function treeOfWords(shown: string, placeAt: (offset: number) => Place): Tree | undefined {
  const { name, value } = entry.exec(shown)?.groups ?? {};
  if (value === undefined || value.endsWith(":") || !isText(value)) return undefined;
  const at = placeAt(0);
  const said = scalar(value, placeAt(shown.length - value.length));
  if (name === undefined) return { kind: "list", items: [said], at };
  return isText(name) ? { kind: "dictionary", members: new Map([[name, said]]), at } : undefined;
}

/** The name of a member that has nothing else on its line, where it is sure to be a text. */
export function nameAlone(shown: string): string | undefined {
  const [, name] = /^([A-Za-z][\w:.-]*):(?: *| +#.*)$/.exec(shown) ?? [];
  return name !== undefined && isText(name) ? name : undefined;
}

/** Of what begins with a letter and has no blanks, only these words are no texts. Names that are too long are mistakes. */
function isText(word: string): boolean {
  return word.length <= 100 && !/^(?:true|false|null|yes|no|on|off)$/i.test(word);
}
