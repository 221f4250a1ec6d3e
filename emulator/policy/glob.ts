/**
 * Matching with `*` (any run of characters) and `?` (any one unit of UTF-16, as IAM was seen to match in 2026). Patterns are units and
 * marks, so that a `*` that came out of a policy variable stays the character that it is. Never backtracks: O(pattern × text) at
 * worst.
 */

/** A unit of UTF-16, or one of the marks below. */
export type GlobToken = number;

export const anyOne: GlobToken = -1;
export const anyRun: GlobToken = -2;
/** A run that stays within its ARN segment: it matches no colon. */
export const segmentRun: GlobToken = -3;

const colon = 58;

export type TextTest = (text: string) => boolean;

/** Tokens of text in which every character stands for itself. */
export function literalTokens(text: string): GlobToken[] {
  return text.split("").map((unit) => unit.charCodeAt(0));
}

/** Tokens of a pattern as written in a policy. */
export function globTokens(pattern: string): GlobToken[] {
  return pattern.split("").map((unit) => (unit === "*" ? anyRun : unit === "?" ? anyOne : unit.charCodeAt(0)));
}

/**
 * Tokens of a Resource pattern: in the five leading ARN segments a `*` stays within its segment unless it is the
 * segment's last character, as the IAM guide says ("it can expand to match beyond the colon boundaries"); what follows
 * the fifth colon is the resource's own name, where colons are characters like others (S3 keys contain them).
 */
export function arnTokens(tokens: readonly GlobToken[]): GlobToken[] {
  const isPattern = tokens.length > 4 && tokens[0] === 97 && tokens[1] === 114 && tokens[2] === 110;
  let colons = 0;
  return tokens.map((token, at) => {
    if (token === colon) colons++;
    if (token !== anyRun || colons >= 5 || !isPattern) return token;
    const next = tokens[at + 1];
    return next === undefined || next === colon ? anyRun : segmentRun;
  });
}

/** The quickest test that means the same. */
export function globTest(tokens: readonly GlobToken[]): TextTest {
  const firstMark = tokens.findIndex((token) => token < 0);
  if (firstMark === -1) {
    const literal = textOf(tokens);
    return (text) => text === literal;
  }
  if (tokens.length === 1 && tokens[0] === anyRun) return () => true;
  const prefix = textOf(tokens.slice(0, firstMark));
  if (firstMark === tokens.length - 1 && tokens[firstMark] === anyRun) return (text) => text.startsWith(prefix);
  const rest = tokens.slice(firstMark);
  return (text) => text.startsWith(prefix) && matches(rest, text.slice(prefix.length));
}

function textOf(tokens: readonly GlobToken[]): string {
  let text = "";
  for (const token of tokens) text += String.fromCharCode(token);
  return text;
}

/** Follows all ways through the pattern at once, one unit of the text at a time. */
function matches(tokens: readonly GlobToken[], text: string): boolean {
  let active = new Uint8Array(tokens.length + 1);
  let following = new Uint8Array(tokens.length + 1);
  enter(active, tokens, 0);
  for (let unitAt = 0; unitAt < text.length; unitAt++) {
    const unit = text.charCodeAt(unitAt);
    following.fill(0);
    let alive = false;
    for (let at = 0; at < tokens.length; at++) {
      if (active[at] === 0) continue;
      const token = tokens[at] ?? 0;
      if (token === anyRun || (token === segmentRun && unit !== colon)) {
        enter(following, tokens, at);
        alive = true;
      } else if (token === anyOne || token === unit) {
        enter(following, tokens, at + 1);
        alive = true;
      }
    }
    if (!alive) return false;
    [active, following] = [following, active];
  }
  return active[tokens.length] === 1;
}

/** Marks a position as reached, and the ones behind runs that match nothing. */
function enter(positions: Uint8Array, tokens: readonly GlobToken[], from: number): void {
  let at = from;
  positions[at] = 1;
  while (tokens[at] === anyRun || tokens[at] === segmentRun) positions[++at] = 1;
}
