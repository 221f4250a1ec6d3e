/** JSON as policies need it: strict, and no member twice ("Individual elements must not contain multiple instances of the same key", IAM guide: Grammar). */

export type JsonResult =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "broken" }
  | DuplicateKey;

interface DuplicateKey {
  readonly kind: "duplicate-key";
  readonly key: string;
}

export function parseJson(text: string): JsonResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: "broken" };
  }
  const key = duplicateKey(text);
  return key === undefined ? { kind: "json", value } : { kind: "duplicate-key", key };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** First key that one object of the (valid) JSON text has twice. JSON.parse keeps the last one without a word. */
function duplicateKey(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === "{") open.push(new Set());
    else if (char === "[") open.push(undefined);
    else if (char === "}" || char === "]") open.pop();
    else if (char === '"') {
      const end = endOfString(text, at);
      if (followedByColon(text, end)) {
        const key = String(JSON.parse(text.slice(at, end)));
        const keys = open.at(-1);
        if (keys?.has(key)) return key;
        keys?.add(key);
      }
      at = end - 1;
    }
  }
  return undefined;
}

/** Index behind the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function followedByColon(text: string, from: number): boolean {
  let at = from;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") at++;
  return text[at] === ":";
}
