import { stripVTControlCharacters } from "node:util";
import type { Output } from "./output.ts";

/**
 * Lines as a terminal of the output's width shows them, broken between words; what follows stands below what it goes on
 * with: the value of `name  value`, the text of an item, else the line's beginning. A word that is too long, such as an ARN
 * to copy, stays whole. Elsewhere than on a terminal lines stay as they are.
 */
export function fitted(text: string, output: Output): string {
  if (output.isTTY !== true) return text;
  return text
    .split("\n")
    .flatMap((line) => brokenAt(line, output.columns || 80))
    .join("\n");
}

/** Lines of at most `width` characters, but for words that are longer. */
export function brokenAt(line: string, width: number): readonly string[] {
  if (lengthOf(line) <= width) return [line];
  const hang = hangOf(stripVTControlCharacters(line), width);
  const words = line.match(/ *[^ ]+/g) ?? [];
  const lines: string[] = [];
  let at = "";
  for (const word of words) {
    // Where it fits on no line it may as well stand where it belongs.
    const stays = lengthOf(at) < hang && hang + lengthOf(word.trimStart()) > width;
    if (at === "" || stays || lengthOf(at) + lengthOf(word) <= width) at += word;
    else {
      lines.push(at);
      at = `${" ".repeat(hang)}${word.trimStart()}`;
    }
  }
  return [...lines, at];
}

/** Where a line goes on: below the value, where one begins in the first half. */
function hangOf(line: string, width: number): number {
  const [lead = ""] = /^ *(?:[✓✗?·-] +)?/u.exec(line) ?? [];
  const [name = ""] = /^ *\S+(?: \S+){0,3} {2,}(?=\S)/u.exec(line) ?? [];
  return name.length > lead.length && name.length <= width / 2 ? name.length : Math.min(lead.length, width / 2);
}

function lengthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
