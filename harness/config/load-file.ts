import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { learnFromEnvironment, learnFromText } from "../redaction/known-secrets.ts";
import { ConfigError } from "./config-error.ts";

const expected = "write `export default defineConfig({ … })`";

/**
 * What a configuration file exports by default: Node imports TypeScript as it is. Its secrets are known before it is run, and
 * those that it adds to the environment once it was. Rejects with a `ConfigError`.
 */
export async function loadFile(file: string): Promise<object> {
  learnFromText(await readFile(file, "utf8").catch(() => ""));
  const loaded: Readonly<Record<string, unknown>> = await import(pathToFileURL(file).href)
    .catch((error: unknown) => {
      throw new ConfigError(`${file}${lineIn(file, error)}: ${reasonOf(error)}`, { cause: error });
    })
    .finally(() => learnFromEnvironment(process.env));
  const exported = loaded.default;
  if (exported === undefined) {
    const others = Object.keys(loaded).map((name) => `\`${name}\``);
    const found = others.length === 0 ? "it exports nothing" : `it exports ${others.join(", ")} and nothing by default`;
    throw new ConfigError(`${file}: ${found}: ${expected}`);
  }
  if (exported instanceof Promise) {
    // Nobody waits for it, whatever it comes to.
    exported.catch(() => {});
    throw new ConfigError(`${file}: it exports a promise: write \`export default await …\``);
  }
  if (typeof exported === "function") throw new ConfigError(`${file}: it exports a function: ${expected}`);
  if (typeof exported !== "object" || exported === null) {
    throw new ConfigError(`${file}: it exports ${exported === null ? "null" : `a ${typeof exported}`}: ${expected}`);
  }
  return exported;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return `it throws ${JSON.stringify(error) ?? String(error)}`;
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ERR_INVALID_TYPESCRIPT_SYNTAX":
      return `it cannot be read: ${message}`;
    case "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX":
      return `it cannot be read: ${message}; Node takes the types away and translates nothing`;
    case "ERR_MODULE_NOT_FOUND": {
      const [, missing] = /Cannot find package '([^']+)'/.exec(message) ?? [];
      return missing === undefined ? `it imports what is not there: ${message}` : missingPackage(missing);
    }
  }
  return error instanceof SyntaxError ? `it cannot be read: ${message}` : `it throws ${error.name}: ${message}`;
}

function missingPackage(name: string): string {
  return `it imports \`${name}\`, which is not installed: \`npm install --save-dev ${name}\``;
}

/** `:12`, where the error tells a line of the file. */
function lineIn(file: string, error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const places = [`${pathToFileURL(file).href}:`, `${file}:`];
  for (const place of places) {
    const at = stack.indexOf(place);
    const [line] = at === -1 ? [] : (/^\d+/.exec(stack.slice(at + place.length)) ?? []);
    if (line !== undefined) return `:${line}`;
  }
  return "";
}
