import { asWritten, type Reading } from "./reading.ts";

interface Escape {
  /** Without capturing groups; in either case. */
  readonly pattern: string;
  /** What is meant by it. */
  decode(found: string): string;
}

const named: Readonly<Record<string, string>> = {
  ...{ "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&nbsp;": " " },
  ...{ "&sol;": "/", "&plus;": "+", "&equals;": "=", "&lowbar;": "_", "&newline;": "\n" },
  ...{ "\\n": "\n", "\\r": "\r", "\\t": "\t" },
};

/** A character by its number: the digits without so many characters before and after them. */
function numbered(radix: number, before: number, after = 0): Escape["decode"] {
  return (found) => {
    const code = Number.parseInt(found.slice(before, found.length - after), radix);
    return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  };
}

/** The first one that fits counts. */
const escapes: readonly Escape[] = [
  { pattern: String.raw`%[\da-f]{2}`, decode: numbered(16, 1) },
  { pattern: String.raw`[%\\]u[\da-f]{4}`, decode: numbered(16, 2) },
  { pattern: String.raw`\\u\{[\da-f]{1,6}\}`, decode: numbered(16, 3, 1) },
  { pattern: String.raw`\\x[\da-f]{2}`, decode: numbered(16, 2) },
  { pattern: String.raw`\\[0-3][0-7]{2}`, decode: numbered(8, 1) },
  { pattern: String.raw`&#x[\da-f]{1,6};`, decode: numbered(16, 3, 1) },
  { pattern: String.raw`&#\d{1,7};`, decode: numbered(10, 2, 1) },
  { pattern: "&[a-z]{2,8};", decode: (found) => named[found.toLowerCase()] ?? found },
  { pattern: String.raw`\\[nrt"'\x60\\/]`, decode: (found) => named[found] ?? found.slice(1) },
  // A terminal's colours and titles.
  { pattern: String.raw`\x1b\[[\d;?]{0,32}[a-z]|\x1b\][^\x07\x1b]{0,200}\x07`, decode: () => "" },
  // Between the parts of a text that a program puts together, or of a list.
  { pattern: String.raw`["'\x60]\s{0,99}[+.,&]\s{0,99}["'\x60]`, decode: () => "" },
  { pattern: String.raw`</?[a-z][\w:.-]{0,40}(?: class="[^"<>]{0,99}")?\s?/?>`, decode: () => " " },
];

const anyEscape = new RegExp(escapes.map(({ pattern }) => `(${pattern})`).join("|"), "gi");
/** Escapes that are escaped themselves, as JSON in JSON in a URL. */
const depth = 5;

/** A text with its escapes decoded; undefined where it has none. */
export function unescaped(text: string): Reading | undefined {
  let reading: Reading | undefined;
  for (let round = 0; round < depth; round++) {
    const next = unescapedOnce(reading ?? asWritten(text));
    if (next === undefined) break;
    reading = next;
  }
  return reading;
}

function unescapedOnce(source: Reading): Reading | undefined {
  const { text } = source;
  const kept: string[] = [];
  const starts = new Int32Array(text.length);
  const ends = new Int32Array(text.length);
  let length = 0;
  let keptUntil = 0;
  const keep = (to: number) => {
    kept.push(text.slice(keptUntil, to));
    for (let at = keptUntil; at < to; at++, length++) {
      starts[length] = source.startOf(at);
      ends[length] = source.endOf(at);
    }
  };
  for (const match of text.matchAll(anyEscape)) {
    const [found] = match;
    const meant = escapes[match.indexOf(found, 1) - 1]?.decode(found) ?? found;
    if (meant === found) continue;
    keep(match.index);
    keptUntil = match.index + found.length;
    kept.push(meant);
    starts.fill(source.startOf(match.index), length, length + meant.length);
    ends.fill(source.endOf(keptUntil - 1), length, length + meant.length);
    length += meant.length;
  }
  if (kept.length === 0) return undefined;
  keep(text.length);
  return { text: kept.join(""), startOf: (at) => starts[at] ?? 0, endOf: (at) => ends[at] ?? 0 };
}
