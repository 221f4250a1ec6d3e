import { CST, Lexer } from "yaml";

/** Lexemes that stand for nothing in the text. */
const empty: ReadonlySet<string> = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);

/** Characters that are looked at in all, however many flows there are. */
const mostWork = 64 * 1024 * 1024;

/**
 * The text with each flow collection on one line that has a line indented less than the block around it: PyYAML and
 * CloudFormation take those, and the parser here does not. Every character stays where it was.
 */
export function withFlowsJoined(text: string): string {
  let joined = text;
  for (let work = text.length; work <= mostWork; work += text.length) {
    const at = brokenFlow(joined);
    const end = at === undefined ? undefined : endOfFlow(joined, at);
    if (at === undefined || end === undefined) return joined;
    joined = onOneLine(joined, at, end);
  }
  return joined;
}

interface Broken {
  /** Offset of the line that is indented too little. */
  readonly offset: number;
  /** How many brackets are open there. */
  readonly depth: number;
  /** Where the blanks, and the comment, before it begin. */
  readonly from: number;
}

function brokenFlow(text: string): Broken | undefined {
  let offset = 0;
  let depth = 0;
  let from = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === CST.FLOW_END)
      return /^(?:---|\.\.\.)(?:\s|$)/.test(text.slice(offset, offset + 4)) ? undefined : { offset, depth, from };
    if (empty.has(lexeme)) continue;
    if (lexeme === "[" || lexeme === "{") depth++;
    if (lexeme === "]" || lexeme === "}") depth--;
    offset += lexeme.length;
    if (!/^(?:\s|#)/.test(lexeme)) from = offset;
  }
  return undefined;
}

/** Undefined where it does not end. */
function endOfFlow(text: string, { offset, depth: open }: Broken): number | undefined {
  let depth = open;
  for (const { at, token } of tokensFrom(text, offset)) {
    if (token === "[" || token === "{") depth++;
    if ((token === "]" || token === "}") && --depth === 0) return at;
  }
  return undefined;
}

function onOneLine(text: string, { from, offset }: Broken, end: number): string {
  const parts = [text.slice(0, from), " ".repeat(offset - from)];
  let kept = offset;
  for (const { at, token } of tokensFrom(text, offset)) {
    if (at >= end) break;
    if (!/^[\r\n#]/.test(token)) continue;
    parts.push(text.slice(kept, at), " ".repeat(token.length));
    kept = at + token.length;
  }
  return [...parts, text.slice(kept)].join("");
}

/** Brackets, ends of lines, comments and quoted texts of a flow. A quote within a word begins none. */
function* tokensFrom(text: string, offset: number): Generator<{ readonly at: number; readonly token: string }> {
  const any = /[[\]{}]|[\r\n]+|(?<=[\s,[\]{}])#[^\r\n]*|(?<=[\s,:[{])(?:"(?:[^"\\]|\\[\s\S])*"|'(?:[^']|'')*')/g;
  any.lastIndex = offset;
  for (let found = any.exec(text); found !== null; found = any.exec(text)) yield { at: found.index, token: found[0] };
}
