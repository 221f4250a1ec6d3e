import type { Tree } from "./tree.ts";
import { treeOfJson } from "./tree-of-json.ts";
import { treeOfYaml } from "./tree-of-yaml.ts";

/** A file's value, as JSON where it begins as JSON does and its name does not say otherwise. Throws an `InputError`. */
export function treeOfFile(file: string, text: string): { readonly format: "json" | "yaml"; readonly root: Tree } {
  const format = /^\ufeff?\s*[{[]/.test(text) && !/\.ya?ml$/.test(file) ? "json" : "yaml";
  return { format, root: format === "json" ? treeOfJson(file, text) : treeOfYaml(file, text) };
}
