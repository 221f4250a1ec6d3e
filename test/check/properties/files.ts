import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { plain } from "../../../check/read/tree.ts";
import { treeOfYaml } from "../../../check/read/tree-of-yaml.ts";
import type { CorpusEntry } from "../../support/corpus.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

export type Json = { [name: string]: unknown };

/** What a file of an entry is, and what it holds as `JSON.parse` would have it. */
export interface InputFile {
  /** Below the entry's folder. */
  readonly name: string;
  readonly kind: "template" | "terraform" | "manifest" | "policy" | "other";
  readonly value: Json;
}

/** Changes a file's value, which is the file's own; undefined where there is nothing to change. */
export type Change = (file: InputFile) => Json | undefined;

/** A copy of an entry's inputs with changed files. */
export interface Variant extends Disposable {
  readonly inputs: readonly string[];
  readonly folder: string;
  /** Whether any file was changed. */
  readonly isChanged: boolean;
}

/** YAML becomes JSON, which is YAML too, so that a change has one form to be made in. */
export function variantOf(entry: CorpusEntry, change: Change): Variant {
  const folder = temporaryFolder();
  cpSync(entry.folder, folder.path, { recursive: true });
  let isChanged = false;
  for (const name of filesOf(folder.path)) {
    const file = readInput(folder.path, name);
    if (file === undefined) continue;
    const changed = change(file);
    if (changed === undefined) continue;
    isChanged = true;
    writeFileSync(join(folder.path, name), JSON.stringify(changed, undefined, 2));
  }
  const inputs = entry.inputs.map((input) => join(folder.path, relative(entry.folder, input)));
  return { inputs, folder: folder.path, isChanged, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

export function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:json|ya?ml)$/.test(name) && !name.endsWith("expected.json"))
    .sort();
}

export function readInput(folder: string, name: string): InputFile | undefined {
  const value = parsed(name, readFileSync(join(folder, name), "utf8"));
  return value === undefined ? undefined : { name, kind: kindOf(name, value), value };
}

/** Some policies of the corpus cannot be read, which is what they are there for. */
function parsed(name: string, text: string): Json | undefined {
  if (/\.ya?ml$/.test(name)) return plain(treeOfYaml(name, text)) as Json;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function kindOf(name: string, value: Json): InputFile["kind"] {
  if (name.endsWith("crosscheck.json")) return "manifest";
  if (value.format_version !== undefined) return "terraform";
  if (value.Resources !== undefined) return "template";
  return value.Statement === undefined ? "other" : "policy";
}
