import type { DatabaseSync } from "node:sqlite";

/**
 * Node's SQLite, which is there in every version that this program runs on, without the warning that it is experimental:
 * it is printed on loading, and whoever runs scenarios can do nothing about it. Loaded when a history is used, for most
 * runs have none.
 */
export function loadSqlite(): { readonly DatabaseSync: typeof DatabaseSync } {
  const { emitWarning } = process;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (!/SQLite is an experimental feature/.test(String(warning)))
      Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  try {
    return process.getBuiltinModule("node:sqlite");
  } finally {
    process.emitWarning = emitWarning;
  }
}
