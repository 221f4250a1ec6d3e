import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { InputError } from "../input-error.ts";
import type { SourceLocation } from "../source.ts";
import { LineStarts } from "./line-starts.ts";

export type JsonPath = readonly (string | number)[];

/** A JSON file whose values know where they stand. */
export interface JsonDocument {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  /** Of the value there, or of the nearest that is there around it. */
  locationOf(path: JsonPath): SourceLocation;
  /** The value as it is written. */
  textAt(path: JsonPath): string;
}

/** Deeper than any configuration, and far from the end of the stack. */
const mostLevels = 200;

/** Throws an `InputError` where a text is nested deeper than what reads it by calling itself can bear. */
export function refuseDepth(text: string, file: string): void {
  const offset = offsetOfLevel(text, mostLevels);
  if (offset === undefined) return;
  const place = { file, ...new LineStarts(text).positionOf(offset) };
  throw new InputError(place, `is nested more than ${mostLevels} levels deep`, "make it flatter");
}

/** Nodes of strict JSON: no comments, no trailing commas, no member twice. Throws an `InputError` at the first mistake. */
export function nodesOfJson(text: string, file: string): { readonly root: Node; readonly lines: LineStarts } {
  refuseDepth(text, file);
  const lines = new LineStarts(text);
  const fail = (offset: number, problem: string, fix: string): never => {
    throw new InputError({ file, ...lines.positionOf(offset) }, problem, fix);
  };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [error] = errors;
  if (error !== undefined) fail(error.offset, `is not JSON: ${wordsFor(error)}`, "correct it there");
  if (root === undefined) return fail(0, "is empty", "give JSON");
  const twice = memberTwice(root);
  if (twice !== undefined) fail(twice.offset, `has the member \`${twice.value}\` twice`, "leave one of them out");
  return { root, lines };
}

/** Reads strict JSON. Throws an `InputError` at the first mistake. */
export function parseJsonDocument(text: string, file: string): JsonDocument {
  const { root, lines } = nodesOfJson(text, file);
  const nodeAt = (path: JsonPath) => findNodeAtLocation(root, [...path]);
  return {
    file,
    text,
    value: JSON.parse(text),
    locationOf(path) {
      const node = nodeAt(path);
      if (node !== undefined) return { file, ...lines.positionOf(node.offset), ...withPath(path) };
      const { line, column } = this.locationOf(path.slice(0, -1));
      return { file, line, column, ...withPath(path) };
    },
    textAt(path) {
      const node = nodeAt(path);
      if (node === undefined) throw new RangeError(`${file} has nothing at ${path.join(".")}`);
      return text.slice(node.offset, node.offset + node.length);
    },
  };
}

/** `roles.delivery.policies[0]` */
export function pathText(path: JsonPath): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : /^[\w-]+$/.test(step) ? `.${step}` : `["${step}"]`))
    .join("")
    .replace(/^\./, "");
}

function withPath(path: JsonPath): Pick<SourceLocation, "path"> {
  return path.length === 0 ? {} : { path: pathText(path) };
}

/** `ValueExpected` as words: "value expected". */
function wordsFor({ error }: ParseError): string {
  const words = printParseErrorCode(error)
    .replaceAll(/([A-Z])/g, " $1")
    .trim()
    .toLowerCase();
  return words === "" ? "syntax error" : words;
}

/** Offset of the bracket that opens a level too many; brackets in strings are none. */
function offsetOfLevel(text: string, most: number): number | undefined {
  let level = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') {
      for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === "\\") at++;
    } else if (char === "{" || char === "[") {
      if (++level > most) return at;
    } else if (char === "}" || char === "]") level--;
  }
  return undefined;
}

/** The name of a member that its object has already. JSON.parse keeps the last one without a word. */
function memberTwice(node: Node): Node | undefined {
  const { type, children = [] } = node;
  const names = new Set<unknown>();
  for (const child of children) {
    const [name] = child.children ?? [];
    if (type === "object" && name !== undefined) {
      if (names.has(name.value)) return name;
      names.add(name.value);
    }
    const inner = memberTwice(child);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
