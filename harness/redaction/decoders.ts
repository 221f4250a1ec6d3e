import type { Range } from "./ranges.ts";
import type { Reading } from "./reading.ts";

/** Bytes that a text has encoded, as characters of the same codes. */
export interface Decoded {
  /** Undefined where it is too much to look into. */
  readonly text: string | undefined;
  /** What of the source has them. */
  sourceOf(part: Range): Range;
}

interface Decoder {
  /** What may be encoded, with anything that stands between its units. */
  readonly run: RegExp;
  /** One unit in its first group, or what is passed over. */
  readonly unit: RegExp;
  readonly bitsPerUnit: number;
  /** With how many units something else may end before the first byte begins. */
  readonly alignments: number;
  /** One character for each unit of a run. */
  unitsOf(run: string): string;
  decode(units: string): Buffer;
}

const decoders: readonly Decoder[] = [
  {
    // Base64 in either alphabet, perhaps broken into lines; its padding ends it.
    run: /[\w+/-]{4,}(?:[ \t]{0,99}\r?\n[ \t]{0,99}[\w+/-]+)*={0,2}/g,
    unit: /([\w+/-]=*)|[^\w+/-]/g,
    ...{ bitsPerUnit: 6, alignments: 4 },
    unitsOf: (run) => run.replace(/[^\w+/-]+/g, ""),
    decode: (units) => Buffer.from(units, "base64"),
  },
  {
    // Hexadecimal digits, also as a dump, a list or an array of bytes has them.
    run: /(?:0x|\\x)?[\da-f]{2}(?:[\s:,;_\\-]{0,4}(?:0x|\\x)?[\da-f]{2}){7,}/gi,
    unit: /0x|\\x|([\da-f])|[^\da-f]/gi,
    ...{ bitsPerUnit: 4, alignments: 2 },
    unitsOf: (run) => run.replace(/0x|\\x|[^\da-f]+/gi, ""),
    decode: (units) => Buffer.from(units, "hex"),
  },
  {
    // Decimal numbers in an array, or in an object that has their indexes as its names.
    run: /\b\d{1,3}(?:[\s,;]{1,99}(?:["']?\d{1,9}["']?\s?[:=]\s?)?\d{1,3}\b){7,}/g,
    unit: /["']?\d{1,9}["']?\s?[:=]\s?|(\d{1,3})|\D/g,
    ...{ bitsPerUnit: 8, alignments: 1 },
    unitsOf: (run) => Buffer.from(numbersIn(run)).toString("latin1"),
    decode: (units) => Buffer.from(units, "latin1"),
  },
];

const fewestBytes = 12;

/** Everything that a text may have encoded. */
export function* decodedFrom(reading: Reading): Iterable<Decoded> {
  for (const decoder of decoders)
    for (const { 0: run, index } of reading.text.matchAll(decoder.run)) {
      if (run.length * decoder.bitsPerUnit < fewestBytes * 8) continue;
      const units = decoder.unitsOf(run);
      for (let from = 0; from < decoder.alignments; from++)
        yield {
          text: decoder.decode(units.slice(from)).toString("latin1"),
          sourceOf: (part) => {
            const places = placesOf(run, index, reading, decoder.unit);
            return piecesOf(unitsWith(part, from, decoder.bitsPerUnit), places);
          },
        };
    }
}

/** The units of which a part of what they encode has bits. */
function unitsWith({ from, to }: Range, before: number, bitsPerUnit: number): Range {
  return {
    from: before + Math.floor((from * 8) / bitsPerUnit),
    to: before + Math.ceil((to * 8) / bitsPerUnit),
  };
}

/** Where each unit of a run stands in the source. */
function placesOf(run: string, runAt: number, reading: Reading, unit: RegExp): readonly Range[] {
  return [...run.matchAll(unit)].flatMap(({ index, 0: found, 1: digits }) => {
    if (digits === undefined) return [];
    const at = runAt + index;
    return [{ from: reading.startOf(at), to: reading.endOf(at + found.length - 1) }];
  });
}

/** Units with all that is written in one piece with them: nobody can read its rest. */
function piecesOf({ from, to }: Range, places: readonly Range[]): Range {
  let first = Math.min(from, places.length - 1);
  let last = Math.min(to, places.length) - 1;
  while (first > 0 && places[first - 1]?.to === places[first]?.from) first--;
  while (last < places.length - 1 && places[last]?.to === places[last + 1]?.from) last++;
  return { from: places[first]?.from ?? 0, to: places[last]?.to ?? 0 };
}

function numbersIn(run: string): readonly number[] {
  return run
    .replace(/["']?\d{1,9}["']?\s?[:=]\s?/g, "")
    .split(/\D+/)
    .map(Number);
}
