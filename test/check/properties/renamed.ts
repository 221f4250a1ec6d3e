import type { Change, InputFile, Json } from "./files.ts";

/** New names for what only the deployment names, and the way back from them. */
export interface Renaming {
  readonly change: Change;
  readonly fileName: (name: string) => string;
  /** A text with the old names in it. */
  back(text: string): string;
}

/** Logical ids of templates, names of Terraform's resources, and names of files. */
export function renaming(): Renaming {
  const oldNames = new Map<string, string>();
  /** Unlike anything else, in lower case too. */
  const newName = (old: string) => {
    const name = `Ren${String.fromCharCode(65 + (oldNames.size % 26))}${oldNames.size}ed`;
    oldNames.set(name, old);
    return name;
  };
  return {
    change(file) {
      if (file.kind === "template") return renamedTemplate(file, newName);
      return file.kind === "terraform" ? renamedTerraform(file, newName) : undefined;
    },
    fileName: (name) => `renamed-${name}`,
    back(text) {
      const withFiles = text.replaceAll("renamed-", "");
      return [...oldNames].reduce(
        (at, [name, old]) => at.replaceAll(name, old).replaceAll(name.toLowerCase(), old.toLowerCase()),
        withFiles,
      );
    },
  };
}

function renamedTemplate({ value }: InputFile, newName: (old: string) => string): Json {
  const ids = new Map(Object.keys(value.Resources as Json).map((id) => [id, newName(id)]));
  const idOf = (text: string) => ids.get(text) ?? text;
  const attributeOf = (text: string) => text.replace(/^[^.]+/, idOf);
  const inSub = (text: string) => text.replace(/\$\{([^!}.]+)/g, (_whole, id: string) => `\${${idOf(id)}`);
  const renamed = (inner: unknown, name: string): unknown => {
    if (typeof inner === "string") {
      if (name === "Ref" || name === "DependsOn") return idOf(inner);
      if (name === "Fn::GetAtt") return attributeOf(inner);
      return name === "Fn::Sub" ? inSub(inner) : inner;
    }
    if (typeof inner !== "object" || inner === null) return inner;
    if (Array.isArray(inner)) {
      return inner.map((item, at) =>
        at > 0 && /^Fn::(?:GetAtt|Sub)$/.test(name) ? renamed(item, "") : renamed(item, name),
      );
    }
    return Object.fromEntries(
      Object.entries(inner).map(([each, more]) => [name === "Resources" ? idOf(each) : each, renamed(more, each)]),
    );
  };
  return renamed(value, "") as Json;
}

function renamedTerraform({ value }: InputFile, newName: (old: string) => string): Json {
  const names = new Map<string, string>();
  const address = /\b((?:aws|random|null)_\w+)\.(\w+)/g;
  const inText = (text: string) =>
    text.replace(address, (whole, type: string, name: string) => {
      const known = names.get(whole) ?? newName(name);
      names.set(whole, known);
      return `${type}.${known}`;
    });
  const renamed = (inner: unknown): unknown => {
    if (typeof inner === "string") return inText(inner);
    if (typeof inner !== "object" || inner === null) return inner;
    if (Array.isArray(inner)) return inner.map(renamed);
    const { address: of, type, name } = inner as Json;
    const members = Object.entries(inner).map(([each, more]) => [each, renamed(more)] as const);
    const isResource = typeof of === "string" && typeof type === "string" && typeof name === "string";
    return {
      ...Object.fromEntries(members),
      ...(isResource && { name: inText(`${type}.${name}`).slice(type.length + 1) }),
    };
  };
  return renamed(value) as Json;
}
