import type { DatabaseSync } from "node:sqlite";

/**
 * Node's SQLite, which is there in every version that this program runs on. Loaded when a history is used, for most runs
 * have none.
 */
export function loadSqlite(): { readonly DatabaseSync: typeof DatabaseSync } {
  return withoutItsWarning(() => process.getBuiltinModule("node:sqlite"));
}

/**
 * What `load` answers, without the warning of Node 22 that SQLite is experimental: it is printed on loading, and whoever
 * runs scenarios can do nothing about it.
 */
export function withoutItsWarning<Loaded>(load: () => Loaded): Loaded {
  const { emitWarning } = process;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (!/SQLite is an experimental feature/.test(String(warning)))
      Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}
