import type { Range } from "./ranges.ts";

/** What counts of a text when it is compared. */
export interface Fold {
  /** For each character code what it counts as; 0 for what is passed over. */
  readonly codes: Uint16Array;
  /** With fewer characters that count a secret is not looked for. */
  readonly fewest: number;
}

/** All in lower case. */
export const folds: readonly Fold[] = [
  // What stands between the pieces of what is broken into lines, quoted or in UTF-16 is passed over.
  { codes: codesWithout(/[\s\p{Cc}\p{Cf}"'`\\]/u), fewest: 8 },
  { codes: codesWithout(/[^A-Za-z0-9]/), fewest: 12 },
];

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
 * Where in its text a part of what counts stands. Beside a piece that is enough by itself, a piece of a few characters at
 * either end is what happens to stand there.
 */
export function unfolded({ places }: Folded, part: Range): Range {
  const last = part.to - 1;
  const first = part.from + strayAt(part.to - part.from, (offset) => places[part.from + offset] ?? 0);
  const end = last - strayAt(part.to - part.from, (offset) => -(places[last - offset] ?? 0));
  return { from: places[first] ?? 0, to: (places[end] ?? 0) + 1 };
}

const fewestAtEnd = 4;
const enough = 16;

/** How many characters at one end, of which the places rise by one within a piece, are no part of it. */
function strayAt(length: number, placeOf: (offset: number) => number): number {
  const pieceFrom = (from: number) => {
    let to = from + 1;
    while (to < length && placeOf(to) === placeOf(to - 1) + 1) to++;
    return to;
  };
  const end = pieceFrom(0);
  return end < fewestAtEnd && end < length && pieceFrom(end) - end >= enough ? end : 0;
}
