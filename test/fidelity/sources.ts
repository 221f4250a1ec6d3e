import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");

/** What a service's `index.ts` says of itself: **Supported**, **Gaps**, **By design** and where that comes from. */
export function serviceHeader(service: string): string {
  return commentText(/^\/\*\*\n(.*?)\*\//s.exec(read(`emulator/${service}/index.ts`))?.[1] ?? "");
}

/** The sources that the file of an action names, for each operation whose schema it imports. */
export function actionSources(service: string): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  for (const file of filesUnder(`emulator/${service}/actions`)) {
    const text = read(file);
    const comments = [...text.matchAll(/\/\*\*((?:(?!\*\/).)*)\*\//gs)].map(([, comment = ""]) => commentText(comment));
    const source = comments.flatMap((comment) => /Sources?:\s*(.*)$/s.exec(comment)?.[1] ?? [])[0];
    if (source === undefined) continue;
    for (const [, operation = ""] of text.matchAll(/\b(\w+)\$/g))
      sources.set(operation, source.replace(/\s+/g, " ").trim());
  }
  return sources;
}

/** A test as its file has it. */
export interface TestCase {
  readonly file: string;
  /** Titles of the blocks around it and its own. */
  readonly title: string;
  readonly body: string;
}

/** Every test of a folder, in the order of files and lines. */
export function testsUnder(folder: string): readonly TestCase[] {
  return filesUnder(folder)
    .filter((file) => file.endsWith(".test.ts"))
    .flatMap((file) => testsOf(file, read(file)));
}

/** By indentation, which the formatter guarantees: a block ends where the next one of its depth begins. */
function testsOf(file: string, text: string): readonly TestCase[] {
  const start = /^( *)(describe|test)(?:\.\w+)*(?:\(|`)/;
  const title = /\(\s*(?:"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`|'((?:[^'\\]|\\.)*)')/;
  const lines = text.split("\n");
  const tests: TestCase[] = [];
  const around: { readonly depth: number; readonly title: string }[] = [];
  for (const [at, line] of lines.entries()) {
    const found = start.exec(line);
    if (found === null) continue;
    const depth = (found[1] ?? "").length;
    const end = lines.findIndex((other, index) => index > at && other.startsWith(`${" ".repeat(depth)}}`));
    const block = lines.slice(at, end < 0 ? lines.length : end + 1).join("\n");
    // The title of a parametrized test stands in the parentheses behind its table.
    const isTable = /^ *(?:describe|test)\.(?:each|for|concurrent\.each)/.test(line);
    const afterTable = isTable
      ? block.slice(Math.max(block.search(/\]\s*(?:as const)?,?\s*\)\(|\w\)\(/), 0) + 1)
      : block;
    const words = title.exec(isTable ? afterTable.slice(afterTable.indexOf(")(") + 1) : afterTable);
    const own = (words?.[1] ?? words?.[2] ?? words?.[3] ?? "").replace(/\\(["'`])/g, "$1");
    while ((around.at(-1)?.depth ?? -1) >= depth) around.pop();
    if (own === "") continue;
    if (found[2] === "describe") around.push({ depth, title: own });
    else tests.push({ file, title: [...around.map((each) => each.title), own].join(" "), body: block });
  }
  return tests;
}

function filesUnder(folder: string): readonly string[] {
  try {
    return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => `${folder}/${file}`)
      .sort();
  } catch {
    return [];
  }
}

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

function commentText(comment: string): string {
  return comment
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trimEnd())
    .join("\n")
    .trim();
}
