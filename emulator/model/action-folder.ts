import { readdirSync } from "node:fs";
import { extname } from "node:path";
import type { Action } from "./action.ts";

/**
 * The actions that the files of a folder export, each file an action or a list of them: adding an operation is adding
 * its file. `folder`: `new URL("./actions/", import.meta.url)`.
 */
// biome-ignore lint/suspicious/noExplicitAny: each action has its own input type; the gateway pairs it with its schema
export async function actionsIn<Store>(folder: URL): Promise<readonly Action<Store, any, any>[]> {
  const extension = extname(import.meta.filename);
  const names = readdirSync(folder).filter((name) => name.endsWith(extension) && !name.endsWith(`.d${extension}`));
  const modules: readonly object[] = await Promise.all(names.map((name) => import(new URL(name, folder).href)));
  return modules.flatMap((module) =>
    Object.values(module)
      .flat()
      .filter(isAction<Store>),
  );
}

// biome-ignore lint/suspicious/noExplicitAny: see above
function isAction<Store>(value: unknown): value is Action<Store, any, any> {
  return typeof value === "object" && value !== null && "schema" in value && "permissions" in value && "run" in value;
}
