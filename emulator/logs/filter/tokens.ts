import { invalidPattern } from "./matcher.ts";

/** A piece of a JSON filter pattern: a sign, a quoted string, or any other run of characters. */
export interface Token {
  readonly kind: "sign" | "string" | "word";
  readonly text: string;
}

const form =
  /\s*(?:(&&|\|\||!=|<=|>=|[=<>()])|"((?:[^"\\]|\\.)*)"|(\$(?:\.[^\s.[\]()=<>!&|]+|\[\d+\]|\[\*\]|\['[^']*'\]|\["[^"]*"\])+|[^\s()=<>!&|"]+))/y;

export function tokensOf(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  const text = expression.trimEnd();
  form.lastIndex = 0;
  while (form.lastIndex < text.length) {
    const match = form.exec(text);
    if (match === null) throw invalidPattern();
    const [, sign, quoted, word] = match;
    if (sign !== undefined) tokens.push({ kind: "sign", text: sign });
    else if (quoted !== undefined) tokens.push({ kind: "string", text: quoted.replace(/\\(.)/g, "$1") });
    else tokens.push({ kind: "word", text: word ?? "" });
  }
  return tokens;
}
