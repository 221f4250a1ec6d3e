import type { Processing } from "./processors.ts";

/**
 * Takes one record apart: JSON objects that follow each other, with or without white space between them, or parts between
 * delimiters. Undefined where it is not what the configuration says it is.
 * Source: Firehose User Guide, "Apply dynamic partitioning to aggregated data".
 */
export function splitRecord(data: Buffer, split: NonNullable<Processing["split"]>): readonly Buffer[] | undefined {
  return split.kind === "json" ? splitJson(data) : splitAt(data, split.delimiter);
}

function splitAt(data: Buffer, delimiter: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (let at = data.indexOf(delimiter); at !== -1; at = data.indexOf(delimiter, start)) {
    if (at > start) parts.push(data.subarray(start, at));
    start = at + delimiter.length;
  }
  if (start < data.length) parts.push(data.subarray(start));
  return parts;
}

/** Finds where each object ends by counting braces outside strings; the bytes of an object are kept as they are. */
function splitJson(data: Buffer): readonly Buffer[] | undefined {
  const parts: Buffer[] = [];
  let depth = 0;
  let start = 0;
  let inString = false;
  for (let at = 0; at < data.length; at++) {
    const byte = data[at];
    if (inString) {
      if (byte === backslash) at++;
      else if (byte === quote) inString = false;
    } else if (byte === quote && depth > 0) inString = true;
    else if (byte === openBrace || byte === openBracket) {
      if (depth++ === 0) start = at;
    } else if (byte === closeBrace || byte === closeBracket) {
      if (--depth === 0) parts.push(data.subarray(start, at + 1));
      if (depth < 0) return undefined;
    } else if (depth === 0 && !isSpace(byte)) return undefined;
  }
  return depth === 0 && !inString && parts.every(isJson) ? parts : undefined;
}

const backslash = 0x5c;
const quote = 0x22;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isJson(part: Buffer): boolean {
  try {
    JSON.parse(part.toString("utf8"));
    return true;
  } catch {
    return false;
  }
}
