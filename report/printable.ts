/**
 * Text of others for a terminal or a page: what would move the cursor, hide itself or turn the direction of the text is
 * written out, `\u202e`. Line breaks and tabs stay.
 */
export function printable(text: string): string {
  return text.replaceAll(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about.
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The same for what stands on one line, a name or a value: a line feed is written out as `\n`, so that none begins another line. */
export function oneLine(text: string): string {
  return printable(text.replaceAll("\n", "\\n").replaceAll("\t", "\\t"));
}

/** The same for a diff: what ends a line is the file's, and `patch` looks for it. */
export function printableDiff(diff: string): string {
  return diff
    .split("\n")
    .map((line) => (line.endsWith("\r") ? `${printable(line.slice(0, -1))}\r` : printable(line)))
    .join("\n");
}
