/** A line of a YAML text. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** Of the first character that it shows, in the text. */
  readonly offset: number;
  /** Spaces before that. */
  readonly indent: number;
  /** All after them. */
  readonly shown: string;
  /** Least indent of the comments between the line before and this one; `Infinity` without any. */
  readonly commentIndent: number;
}

/** Lines that show something besides a comment, without the `---` that may begin the document. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let isBegun = false;
  let number = 0;
  let commentIndent = Number.POSITIVE_INFINITY;
  for (const { index, 1: spaces = "", 2: shown = "" } of text.matchAll(/( *)([^\r\n]*)(?:\r?\n|$)/g)) {
    const indent = spaces.length;
    number += 1;
    if (shown.startsWith("#")) {
      commentIndent = Math.min(commentIndent, indent);
    } else if (shown !== "") {
      const isMark = !isBegun && indent === 0 && /^--- *$/.test(shown);
      if (!isMark) lines.push({ number, offset: index + indent, indent, shown, commentIndent });
      isBegun = true;
      commentIndent = Number.POSITIVE_INFINITY;
    }
  }
  return lines;
}
