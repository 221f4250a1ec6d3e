import { anyRun, type GlobToken, globTokens } from "../../emulator/policy/glob.ts";

/** One digit, in a pattern that no policy has written. */
export const digit: GlobToken = -9;

/** A pattern as a policy writes it, or as tokens. */
export type Pattern = string | readonly GlobToken[];

/** The shortest text that two patterns both match; undefined where there is none. */
export function commonText(one: Pattern, other: Pattern): string | undefined {
  const [left, right] = [tokensOf(one), tokensOf(other)];
  const seen = new Set<number>();
  let open: readonly Reached[] = [{ left: 0, right: 0, text: "" }];
  while (open.length > 0) {
    const next: Reached[] = [];
    // Past a run without a character costs nothing: the list grows while it is gone through.
    const now = [...open];
    for (const at of now) {
      const place = at.left * (right.length + 1) + at.right;
      if (seen.has(place)) continue;
      seen.add(place);
      const [a, b] = [left[at.left], right[at.right]];
      if (a === undefined && b === undefined) return at.text;
      if (a === anyRun) now.push({ ...at, left: at.left + 1 });
      if (b === anyRun) now.push({ ...at, right: at.right + 1 });
      const character = both(a, b);
      if (character === undefined) continue;
      next.push({
        left: a === anyRun ? at.left : at.left + 1,
        right: b === anyRun ? at.right : at.right + 1,
        text: at.text + character,
      });
    }
    open = next;
  }
  return undefined;
}

/** A pattern for readers: `*` for any characters, `?` for one. */
export function patternText(pattern: Pattern): string {
  return tokensOf(pattern)
    .map((token) => (token === anyRun ? "*" : token < 0 ? "?" : String.fromCodePoint(token)))
    .join("");
}

interface Reached {
  readonly left: number;
  readonly right: number;
  readonly text: string;
}

function tokensOf(pattern: Pattern): readonly GlobToken[] {
  return typeof pattern === "string" ? globTokens(pattern) : pattern;
}

function both(one: GlobToken | undefined, other: GlobToken | undefined): string | undefined {
  if (one === undefined || other === undefined) return undefined;
  if (one >= 0 && other >= 0) return one === other ? String.fromCodePoint(one) : undefined;
  const literal = Math.max(one, other);
  const isDigit = one === digit || other === digit;
  if (literal < 0) return isDigit ? "1" : "x";
  const character = String.fromCodePoint(literal);
  return isDigit && !/\d/.test(character) ? undefined : character;
}
