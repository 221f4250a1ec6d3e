import type { Tree } from "./tree.ts";
import { treeOfJson } from "./tree-of-json.ts";
import { treeOfYaml } from "./tree-of-yaml.ts";

/** A file of JSON or YAML with its values. */
export interface ParsedFile {
  readonly file: string;
  readonly text: string;
  readonly format: "json" | "yaml";
  readonly root: Tree;
}

/** Which of both it is shows in its name, or else in how it begins. Throws an `InputError` at the first mistake. */
export function parsedFile(file: string, read: string): ParsedFile {
  const text = read.replace(/^\uFEFF/, "");
  const format = /^\s*[{[]/.test(text) && !/\.ya?ml$/.test(file) ? "json" : "yaml";
  return { file, text, format, root: format === "json" ? treeOfJson(file, text) : treeOfYaml(file, text) };
}
