import type { ParsedNode } from "yaml";
import { InputError } from "../input-error.ts";
import { LineStarts } from "./line-starts.ts";
import { itemsOf, membersOf, type Place, type Tree } from "./tree.ts";
import { documentOf } from "./yaml-document.ts";
import { type Line, linesOf } from "./yaml-lines.ts";
import { treeOfNode } from "./yaml-node.ts";
import { nameAlone, treeOfWords } from "./yaml-words.ts";

/**
 * The tree of a YAML text of ordinary blocks, for a small part of the work of parsing the text whole: the indents of its lines
 * say which entry stands within which, and the parser reads only entries that hold no such block, once those that are written
 * alike. Undefined where anything is unusual or wrong: the whole text is to be parsed then.
 */
export function treeOfBlocks(file: string, text: string): Tree | undefined {
  // The parser takes a carriage return alone for the end of some things and not of others.
  if (/\r(?!\n)/.test(text)) return undefined;
  try {
    return new Blocks(file, text).root();
  } catch (error) {
    if (error instanceof Unusual || error instanceof InputError) return undefined;
    throw error;
  }
}

class Unusual extends Error {}

class Blocks {
  readonly #file: string;
  readonly #text: string;
  readonly #lines: Line[];
  readonly #parsed = new Map<string, ParsedNode>();
  #next = 0;

  constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
    this.#lines = linesOf(text);
  }

  root(): Tree {
    const first = this.#line;
    if (first === undefined) throw new Unusual();
    return this.#block(first, -1);
  }

  get #line(): Line | undefined {
    return this.#lines[this.#next];
  }

  /** Entries that are indented as the first is. What stands around them is indented as far as `around`. */
  #block(first: Line, around: number): Tree {
    const at = this.#placeOf(first);
    const tree: Tree = isItem(first)
      ? { kind: "list", items: this.#items(first.indent), at }
      : { kind: "dictionary", members: this.#members(first.indent), at };
    if (this.#line !== undefined && this.#line.indent > around) throw new Unusual();
    return tree;
  }

  #items(indent: number): readonly Tree[] {
    const items: Tree[] = [];
    for (let line = this.#line; line?.indent === indent && isItem(line); line = this.#line)
      items.push(this.#item(line));
    return items;
  }

  #item(line: Line): Tree {
    const inner = withoutDash(line);
    if (beginsBlock(inner)) {
      this.#lines[this.#next] = inner;
      return this.#block(inner, line.indent);
    }
    return only(itemsOf(this.#entry(line)));
  }

  #members(indent: number): ReadonlyMap<string, Tree> {
    const members = new Map<string, Tree>();
    for (let line = this.#line; line?.indent === indent; line = this.#line) {
      const [name, value] = this.#member(line);
      if (members.has(name)) throw new Unusual();
      members.set(name, value);
    }
    return members;
  }

  #member(line: Line): readonly [name: string, value: Tree] {
    const name = nameAlone(line.shown);
    const inner = this.#lines[this.#next + 1];
    if (name !== undefined && inner !== undefined && isWithin(inner, line) && beginsBlock(inner)) {
      this.#next += 1;
      return [name, this.#block(inner, line.indent)];
    }
    // What begins otherwise may belong to the name or to the entry before.
    if (!/^[\w"']/.test(line.shown)) throw new Unusual();
    return only(membersOf(this.#entry(line)));
  }

  /** An entry, with the lines that are indented further, as a block of its own. */
  #entry(line: Line): Tree {
    this.#next += 1;
    const from = this.#next;
    while (this.#line !== undefined && this.#line.indent > line.indent) this.#next += 1;
    // Blank lines and comments may be part of a block scalar.
    const isOneLine = this.#next === from && !/[|>]/.test(line.shown);
    return isOneLine ? this.#entryOnLine(line) : this.#entryOnLines(line, this.#lines.slice(from, this.#next));
  }

  #entryOnLine(line: Line): Tree {
    const placeAt = (offset: number) => this.#placeOf(line, offset);
    return treeOfWords(line.shown, placeAt) ?? this.#entryParsedOnce(line.shown, placeAt);
  }

  #entryParsedOnce(shown: string, placeAt: (offset: number) => Place): Tree {
    // At the end of a text, the parser takes quotes that do not end.
    const text = `${shown}\n`;
    const node = this.#parsed.get(text) ?? entryNode(text);
    this.#parsed.set(text, node);
    return treeOfNode(node, text, placeAt);
  }

  #entryOnLines(line: Line, others: readonly Line[]): Tree {
    // After such a comment, the parser may take the next entry for more of this one.
    if (others.some(({ commentIndent }) => commentIndent <= line.indent)) throw new Unusual();
    const after = this.#line;
    const end = after === undefined ? this.#text.length : after.offset - after.indent;
    const text = " ".repeat(line.indent) + this.#text.slice(line.offset, end);
    const starts = new LineStarts(text);
    return treeOfNode(entryNode(text), text, (offset) => {
      const at = starts.positionOf(offset);
      return { file: this.#file, line: line.number + at.line - 1, column: at.column };
    });
  }

  #placeOf({ number, indent }: Line, offset = 0): Place {
    return { file: this.#file, line: number, column: indent + offset + 1 };
  }
}

function entryNode(text: string): ParsedNode {
  const { contents, errors } = documentOf(text);
  if (errors.length > 0) throw new Unusual();
  return contents;
}

/** The parser may find more than one entry where a name is empty. */
function only<Entry>([first, ...others]: readonly Entry[]): Entry {
  if (first === undefined || others.length > 0) throw new Unusual();
  return first;
}

function isItem({ shown }: Line): boolean {
  return shown === "-" || shown.startsWith("- ");
}

function withoutDash(line: Line): Line {
  const width = /^- */.exec(line.shown)?.[0].length ?? 0;
  return { ...line, offset: line.offset + width, indent: line.indent + width, shown: line.shown.slice(width) };
}

/** Whether it can be nothing but the first entry of a block. */
function beginsBlock(line: Line): boolean {
  return isItem(line) || /^[A-Za-z][\w:.-]*:(?: |$)/.test(line.shown);
}

/** Items of a list may be indented as the name is whose value they are. */
function isWithin(line: Line, around: Line): boolean {
  return line.indent > around.indent || (line.indent === around.indent && isItem(line));
}
