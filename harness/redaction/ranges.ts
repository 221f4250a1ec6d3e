export const redacted = "[redacted]";

/** A part of a text: from a position up to another, which is no longer in it. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** In order, with those that overlap or touch as one. */
export function merged(ranges: readonly Range[]): readonly Range[] {
  const parts: Range[] = [];
  for (const range of ranges.toSorted((one, other) => one.from - other.from)) {
    const last = parts.at(-1);
    if (last === undefined || range.from > last.to) parts.push(range);
    else if (range.to > last.to) parts[parts.length - 1] = { from: last.from, to: range.to };
  }
  return parts;
}

/** `text` with `[redacted]` in place of each range; without any it is the same text. */
export function withoutRanges(text: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return text;
  const kept: string[] = [];
  let keptUntil = 0;
  for (const { from, to } of merged(ranges)) {
    kept.push(text.slice(keptUntil, from), redacted);
    keptUntil = to;
  }
  return kept.join("") + text.slice(keptUntil);
}
