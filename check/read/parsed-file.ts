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

/**
 * JSON where it begins as JSON does and its name does not say otherwise. A byte-order mark is read over. Throws an `InputError`
 * at the first mistake.
 */
export function parsedFile(file: string, read: string): ParsedFile {
  if (/^\ufeff?\s*[{[]/.test(read) && !/\.ya?ml$/.test(file)) {
    return { file, text: read, format: "json", root: treeOfJson(file, read) };
  }
  const text = read.replace(/^\ufeff/, "");
  return { file, text, format: "yaml", root: treeOfYaml(file, text) };
}
