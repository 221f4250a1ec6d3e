import { notImplemented } from "../../model/service-error.ts";
import { invalidPattern, type Matcher } from "./matcher.ts";
import { type Token, tokensOf } from "./tokens.ts";

type Test = (document: unknown) => boolean;

/**
 * `{ $.errorCode = "S3.AccessDenied" && ($.size > 10 || $.key IS NULL) }`. Events that are no JSON never match.
 * Source: CloudWatch Logs User Guide, "Using filter patterns to match terms in JSON log events".
 */
export function jsonMatcher(pattern: string): Matcher {
  if (!pattern.endsWith("}")) throw invalidPattern();
  const reader = new Reader(tokensOf(pattern.slice(1, -1)));
  const test = readEither(reader);
  if (!reader.isDone) throw invalidPattern();
  return (message) => {
    const document = parse(message);
    return document !== undefined && test(document);
  };
}

function parse(message: string): unknown {
  try {
    return JSON.parse(message) as unknown;
  } catch {
    return undefined;
  }
}

class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isDone(): boolean {
    return this.#at === this.#tokens.length;
  }

  next(): Token {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw invalidPattern();
    this.#at += 1;
    return token;
  }

  /** Takes the next token where it is this sign or word. */
  takes(text: string): boolean {
    const token = this.#tokens[this.#at];
    const isIt = token !== undefined && token.kind !== "string" && token.text.toUpperCase() === text;
    if (isIt) this.#at += 1;
    return isIt;
  }
}

function readEither(reader: Reader): Test {
  const tests = [readBoth(reader)];
  while (reader.takes("||")) tests.push(readBoth(reader));
  return (document) => tests.some((test) => test(document));
}

function readBoth(reader: Reader): Test {
  const tests = [readOne(reader)];
  while (reader.takes("&&")) tests.push(readOne(reader));
  return (document) => tests.every((test) => test(document));
}

function readOne(reader: Reader): Test {
  if (reader.takes("(")) {
    const test = readEither(reader);
    if (!reader.takes(")")) throw invalidPattern();
    return test;
  }
  const selector = reader.next();
  if (selector.kind !== "word" || !selector.text.startsWith("$")) throw invalidPattern();
  const steps = readSteps(selector.text);
  const select = (document: unknown) => steps.reduce(member, document);
  if (reader.takes("IS")) return readIs(reader, select);
  if (reader.takes("NOT")) {
    if (!reader.takes("EXISTS")) throw invalidPattern();
    return (document) => select(document) === undefined;
  }
  const operator = reader.next();
  if (operator.kind !== "sign") throw invalidPattern();
  return comparison(select, operator.text, reader.next());
}

function readIs(reader: Reader, select: (document: unknown) => unknown): Test {
  for (const [word, value] of [
    ["TRUE", true],
    ["FALSE", false],
    ["NULL", null],
  ] as const) {
    if (reader.takes(word)) return (document) => select(document) === value;
  }
  throw invalidPattern();
}

/** `$.a.b[0]['c']` → `["a", "b", 0, "c"]` */
function readSteps(selector: string): readonly (string | number)[] {
  const steps: (string | number)[] = [];
  const form = /\.([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/y;
  form.lastIndex = 1;
  while (form.lastIndex < selector.length) {
    const match = form.exec(selector);
    if (match === null) throw invalidPattern();
    const [, name, index, single, double] = match;
    if (name === "*" || selector.includes("[*]")) throw notImplemented("A wildcard in a selector of a filter pattern");
    steps.push(index === undefined ? (name ?? single ?? double ?? "") : Number(index));
  }
  return steps;
}

function member(value: unknown, step: string | number): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
  return (value as Record<string | number, unknown>)[step];
}

/** Numbers are compared with numbers, everything else as text; a member that is not there is unlike everything. */
function comparison(select: (document: unknown) => unknown, operator: string, { kind, text }: Token): Test {
  if (kind === "sign") throw invalidPattern();
  if (kind === "word" && text.startsWith("%")) throw notImplemented("A regular expression in a filter pattern");
  const number = kind === "word" && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
  const isLike = wildcard(text);
  const equals = (value: unknown) => {
    if (value === undefined || value === null || typeof value === "object") return false;
    return typeof value === "number" && number !== undefined ? value === number : isLike(String(value));
  };
  switch (operator) {
    case "=":
      return (document) => equals(select(document));
    case "!=":
      return (document) => select(document) !== undefined && !equals(select(document));
    case "<":
      return numeric(select, number, (value, limit) => value < limit);
    case ">":
      return numeric(select, number, (value, limit) => value > limit);
    case "<=":
      return numeric(select, number, (value, limit) => value <= limit);
    case ">=":
      return numeric(select, number, (value, limit) => value >= limit);
    default:
      throw invalidPattern();
  }
}

function numeric(
  select: (document: unknown) => unknown,
  limit: number | undefined,
  compare: (value: number, limit: number) => boolean,
): Test {
  if (limit === undefined) throw invalidPattern();
  return (document) => {
    const value = select(document);
    return typeof value === "number" && compare(value, limit);
  };
}

/** `*` stands for any characters. */
function wildcard(pattern: string): (text: string) => boolean {
  const [first = "", ...others] = pattern.split("*");
  const last = others.pop();
  if (last === undefined) return (text) => text === pattern;
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    const end = text.length - last.length;
    let at = first.length;
    for (const part of others) {
      const found = text.indexOf(part, at);
      if (found < 0 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}
