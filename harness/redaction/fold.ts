import { recognized } from "./parts.ts";
import type { Range } from "./ranges.ts";

/** What counts of a text when it is compared. */
export interface Fold {
  /** For each character code what it counts as; 0 for what is passed over. */
  readonly codes: Uint16Array;
  /** With fewer characters that count a secret is not looked for. */
  readonly fewest: number;
}

/** Passes over what stands between the pieces of what is broken into lines, quoted or in UTF-16. */
export const piecesFold: Fold = { codes: codesWithout(/[\s\p{Cc}\p{Cf}"'`\\]/u), fewest: 8 };

/** All in lower case; the other has letters and digits only. */
export const folds: readonly Fold[] = [piecesFold, { codes: codesWithout(/[^A-Za-z0-9]/), fewest: 12 }];

function codesWithout(isPassedOver: RegExp): Uint16Array {
  return Uint16Array.from({ length: 0x10000 }, (_, code) => {
    const character = String.fromCharCode(code);
    if (isPassedOver.test(character)) return 0;
    return code < 0x80 ? character.toLowerCase().charCodeAt(0) : code;
  });
}

/** The characters of a text that count. */
export interface Folded {
  readonly codes: Uint16Array;
  /** Where each of them stands in the text. */
  readonly places: Int32Array;
}

export function folded(text: string, fold: Fold): Folded {
  const codes = new Uint16Array(text.length);
  const places = new Int32Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const code = fold.codes[text.charCodeAt(at)] ?? 0;
    if (code === 0) continue;
    codes[length] = code;
    places[length++] = at;
  }
  return { codes: codes.subarray(0, length), places: places.subarray(0, length) };
}

/**
 * Where in `text` a part of what counts stands. A few characters at either end are what happens to stand there, unless the
 * rest is in such pieces, too: `a n` after a whole secret, but not in `a n d s o o n`.
 */
export function unfolded(text: string, { places }: Folded, part: Range): Range {
  const own = Array.from(places.subarray(part.from, part.to));
  const first = own[strayAt(text, own)] ?? 0;
  const last = own.toReversed()[strayAt(text, own.toReversed())] ?? 0;
  return { from: first, to: last + 1 };
}

const fewestAtEnd = 4;

/** How many of the places at the beginning of a list have strays. */
function strayAt(text: string, places: readonly number[]): number {
  const end = pieceEnd(places, 0);
  if (end >= fewestAtEnd || places.length - end < recognized) return 0;
  const next = pieceEnd(places, end);
  return next < places.length && gapAt(text, places, next) === gapAt(text, places, end) ? 0 : end;
}

function pieceEnd(places: readonly number[], from: number): number {
  let to = from + 1;
  while (to < places.length && Math.abs((places[to] ?? 0) - (places[to - 1] ?? 0)) === 1) to++;
  return to;
}

/** What stands before the piece that begins there. */
function gapAt(text: string, places: readonly number[], at: number): string {
  const [from = 0, to = 0] = [places[at - 1] ?? 0, places[at] ?? 0].toSorted((one, other) => one - other);
  return text.slice(from + 1, to);
}
