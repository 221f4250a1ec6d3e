/**
 * What a page of the documentation has a reader do. In a block of `console`, lines behind `$ ` are commands, and those
 * below one are what it prints; a block without `$ ` lists commands, one a line, to choose from. Under a comment
 * `<!-- file: NAME -->` stands a block whose content the reader saves as NAME.
 */
export interface Page {
  readonly name: string;
  readonly steps: readonly Step[];
}

export interface CommandStep {
  readonly kind: "command";
  /** As a shell gets it, with the lines of a here-document, without the `# …` that says what it is for. */
  readonly line: string;
  readonly output: string;
  readonly at: BlockPlace;
}

export type Step =
  | { readonly kind: "file"; readonly name: string; readonly content: string }
  | CommandStep
  | { readonly kind: "choice"; readonly line: string };

/** Where the output of a command stands in the page's text. */
export interface BlockPlace {
  readonly from: number;
  readonly to: number;
}

export function readPage(name: string, text: string): Page {
  const steps: Step[] = [];
  const fence = /^(?:<!-- file: (\S+) -->\n)?```(\w*)\n(.*?)^```$/gms;
  for (const { index, 0: block, 1: file, 2: language, 3: content = "" } of text.matchAll(fence)) {
    if (file !== undefined) steps.push({ kind: "file", name: file, content });
    else if (language === "console") steps.push(...commandsIn(content, index + block.indexOf("\n") + 1));
  }
  return { name, steps };
}

export function commandsOf(page: Page): readonly CommandStep[] {
  return page.steps.filter((step) => step.kind === "command");
}

function commandsIn(content: string, offset: number): readonly Step[] {
  const starts = [...content.matchAll(/^\$ (.*<<'END'\n(?:.*\n)*?END|.*)\n/gm)];
  if (starts.length === 0) {
    const lines = content.split("\n").filter((line) => line.trim() !== "");
    return lines.map((line) => ({ kind: "choice", line: withoutComment(line) }));
  }
  return starts.map(({ index, 0: whole, 1: line = "" }, at): Step => {
    const from = index + whole.length;
    const to = starts[at + 1]?.index ?? content.length;
    return {
      kind: "command",
      line: withoutComment(line),
      output: content.slice(from, to),
      at: { from: offset + from, to: offset + to },
    };
  });
}

function withoutComment(line: string): string {
  return line.replace(/\s+# .*$/, "");
}

/** What differs from run to run: times, dates, identifiers that are drawn. */
export function masked(output: string): string {
  return output
    .replaceAll(/\b\d+(?:\.\d+)? (?:ms|s|min)\b/g, "<time>")
    .replaceAll(/ +(?=<time>)/g, " ")
    .replaceAll(/\b\d{4}[-/]\d{2}[-/]\d{2}[\w:./-]*/g, "<date>")
    .replaceAll(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "<uuid>")
    .replaceAll(/\b[0-9a-f]{64}\b/g, "<hash>")
    .replaceAll(/\b[0-9a-f]{8}\b/g, "<hex>")
    .replaceAll(/seed \d+/g, "seed <seed>")
    .trimEnd();
}
