/** An instance of a module: `module.pipe["clicks"]`. */
export interface ModuleInstance {
  readonly name: string;
  /** A key of `for_each`, or a number of `count`; none where the module has one instance. */
  readonly index?: Index;
}

/** Key of an instance. */
export type Index = string | number;

/** The modules around something, from the root module inwards; none in the root module. */
export type Scope = readonly ModuleInstance[];

const module = /^module\.([\w-]+)(?:\[(\d+|"(?:[^"\\]|\\.)*")\])?(?:\.|$)/;

/** The modules that an address begins with, and what it names inside them. */
export function splitAddress(address: string): { readonly scope: Scope; readonly rest: string } {
  const scope: ModuleInstance[] = [];
  let rest = address;
  for (let found = module.exec(rest); found !== null; found = module.exec(rest)) {
    const [whole, name = "", index] = found;
    scope.push({ name, ...(index !== undefined && { index: indexOf(index) }) });
    rest = rest.slice(whole.length);
  }
  return { scope, rest };
}

/** A number, or a key in quotation marks. */
export function indexOf(text: string): Index {
  if (/^\d+$/.test(text)) return Number(text);
  return text.slice(1, -1).replace(/\\(.)/g, "$1");
}

export function isSameScope(one: Scope, other: Scope): boolean {
  return (
    one.length === other.length &&
    one.every(({ name, index }, level) => other[level]?.name === name && other[level]?.index === index)
  );
}
