import type { Range } from "./ranges.ts";

/** How much of a secret counts as the secret: reports cut what is long. */
export const recognized = 16;
/** The same where it was encoded: then it takes as many characters, or more. */
export const recognizedEncoded = 12;
/** A part that counts has a whole one of the windows that are kept, which begin `stride` characters apart. */
const windowLength = 8;
const stride = recognizedEncoded - windowLength + 1;
/** What has fewer kinds of characters is a line of dashes rather than a part of a secret. */
const fewestKinds = 4;

interface Window {
  readonly secret: Uint16Array;
  readonly at: number;
}

const base = 0x01000193;
const baseOfLast = Array.from({ length: windowLength - 1 }).reduce<number>((power) => Math.imul(power, base), 1);

/**
 * Finds the parts of secrets in texts, both as codes. Takes time in the length of the text, whatever is in it: a rolling
 * hash of the last characters is looked up at each (Karp and Rabin, "Efficient randomized pattern-matching algorithms").
 */
export class Parts {
  readonly #windows = new Map<number, Window[]>();
  /** By the hash's upper bits: most texts have nothing that is to be looked up. */
  readonly #seen = new Uint8Array(1 << 16);

  add(secret: Uint16Array): void {
    for (let at = 0; at + windowLength <= secret.length; at += stride) {
      const hash = hashOf(secret, at);
      this.#seen[hash >>> 16] = 1;
      const windows = this.#windows.get(hash);
      if (windows === undefined) this.#windows.set(hash, [{ secret, at }]);
      else windows.push({ secret, at });
    }
  }

  /** The longest parts from so many characters on, of shorter secrets the whole; in order. */
  find(text: Uint16Array, fewest: number): readonly Range[] {
    const found: Range[] = [];
    if (text.length < windowLength) return found;
    let hash = hashOf(text, 0);
    for (let at = 0; ; ) {
      const part = this.#seen[hash >>> 16] === 1 ? this.#partAt(text, at, hash, fewest) : undefined;
      if (part !== undefined) found.push(part);
      const next = part === undefined ? at + 1 : Math.max(at + 1, part.to - windowLength + 1);
      if (next + windowLength > text.length) return found;
      hash = next === at + 1 ? rolled(hash, text, at) : hashOf(text, next);
      at = next;
    }
  }

  #partAt(text: Uint16Array, at: number, hash: number, fewest: number): Range | undefined {
    let longest: Range | undefined;
    for (const window of this.#windows.get(hash) ?? []) {
      const part = commonPart(text, at, window);
      const length = part.to - part.from;
      const isPart = length >= Math.min(fewest, window.secret.length);
      const isTelling = length === window.secret.length || hasKinds(text.subarray(part.from, part.to));
      if (isPart && isTelling && (longest === undefined || length > longest.to - longest.from)) longest = part;
    }
    return longest;
  }
}

/** What a text and a secret have in common around a window. */
function commonPart(text: Uint16Array, textAt: number, { secret, at }: Window): Range {
  let before = 0;
  while (before < at && before < textAt && text[textAt - before - 1] === secret[at - before - 1]) before++;
  let after = 0;
  while (at + after < secret.length && textAt + after < text.length && text[textAt + after] === secret[at + after])
    after++;
  return { from: textAt - before, to: textAt + after };
}

function hasKinds(part: Uint16Array): boolean {
  return new Set(part).size >= fewestKinds;
}

function hashOf(codes: Uint16Array, at: number): number {
  let hash = 0;
  for (let offset = 0; offset < windowLength; offset++) hash = (Math.imul(hash, base) + (codes[at + offset] ?? 0)) | 0;
  return hash;
}

/** The hash of the window that begins one later than that at a position. */
function rolled(hash: number, codes: Uint16Array, at: number): number {
  const rest = hash - Math.imul(codes[at] ?? 0, baseOfLast);
  return (Math.imul(rest, base) + (codes[at + windowLength] ?? 0)) | 0;
}
