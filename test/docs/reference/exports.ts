/** What a module exports to users, as its source declares it: the name, the docstring above it, its kind. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

export interface ExportedName {
  readonly name: string;
  readonly kind: "class" | "function" | "type" | "value";
  /** The docstring's text, without its stars; empty where there is none. */
  readonly docstring: string;
}

/** All names that `file` exports, its re-exports followed to where they are declared, in alphabetical order. */
export function exportsOf(file: string): readonly ExportedName[] {
  return [...named(file)].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function named(file: string): readonly ExportedName[] {
  const source = readFileSync(file, "utf8");
  const from = (specifier: string) => named(join(dirname(file), specifier));
  const lists = [...source.matchAll(/^export (type )?\{([^}]*)\}(?: from "([^"]+)")?;/gm)].flatMap(
    ([, type, list = "", specifier]) =>
      list.split(",").flatMap((each) => {
        const [, typeOfOne, name] = /^(type )?(\w+)$/.exec(each.trim()) ?? [];
        if (name === undefined) return [];
        const found = specifier === undefined ? undefined : from(specifier).find((one) => one.name === name);
        const one = found ?? declared(source, name, file);
        return (type ?? typeOfOne) === undefined ? [one] : asTypes([one]);
      }),
  );
  const whole = [...source.matchAll(/^export (type )?\* from "([^"]+)";/gm)].flatMap(([, type, specifier = ""]) =>
    type === undefined ? from(specifier) : asTypes(from(specifier)),
  );
  const own = source.matchAll(/^export (?:declare |abstract |async )*(?:class|function|interface|type|const) (\w+)/gm);
  const ownNames = new Set([...own].map(([, name = ""]) => name));
  return [...lists, ...whole, ...[...ownNames].map((name) => declared(source, name, file))];
}

/** Of what is exported for its type alone, a function or a value is nothing to use, and a class nothing to construct. */
function asTypes(names: readonly ExportedName[]): readonly ExportedName[] {
  return names.flatMap((one) => {
    if (one.kind === "class") return [{ ...one, kind: "type" }];
    return one.kind === "type" ? [one] : [];
  });
}

function declared(source: string, name: string, file: string): ExportedName {
  const pattern = `(?:/\\*\\*((?:(?!\\*/)[^])*)\\*/\\n)?^(?:export )?(?:declare |abstract |async )*(class|function|interface|type|const) ${name}\\b`;
  const all = [...source.matchAll(new RegExp(pattern, "gm"))];
  const first = all.find(([, docstring]) => docstring !== undefined) ?? all[0];
  if (first === undefined) throw new Error(`${file}: ${name} is exported, and no declaration of it is found`);
  const [, docstring = "", keyword] = first;
  return { name, kind: kindOf(keyword), docstring: textOf(docstring) };
}

function kindOf(keyword: string | undefined): ExportedName["kind"] {
  if (keyword === "class" || keyword === "function") return keyword;
  return keyword === "const" ? "value" : "type";
}

function textOf(docstring: string): string {
  return docstring
    .split("\n")
    .map((line) => line.replace(/^\s*\*? ?/, "").trimEnd())
    .join("\n")
    .trim();
}
