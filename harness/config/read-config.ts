import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as v from "valibot";
import type { CrosscheckConfig } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import { configSchema } from "./schema.ts";

const names = ["ts", "mts", "js", "mjs"].map((extension) => `crosscheck.config.${extension}`);

/** A configuration with everything that its file may leave out. */
export interface ReadConfig extends CrosscheckConfig {
  readonly prefix: string;
  readonly expiresAfterHours: number;
  readonly parallel: number;
  readonly timeoutMinutes: number;
  /** Absolute, as the next one. */
  readonly journalFolder: string;
  readonly historyFile: string;
}

/**
 * Reads `crosscheck.config.ts` (or `.mts`, `.js`, `.mjs`) of the working directory, or the file that is given. Rejects
 * with a `ConfigError`.
 */
export async function readConfig(path?: string, folder = process.cwd()): Promise<ReadConfig> {
  const file = path === undefined ? findConfig(folder) : resolve(folder, path);
  if (!existsSync(file)) throw new ConfigError(`${file}: there is no such file`);
  const loaded: { readonly default?: unknown } = await import(pathToFileURL(file).href).catch((error: Error) => {
    throw new ConfigError(`${file}: it does not load: ${error.message}`, { cause: error });
  });
  if (loaded.default === undefined) {
    throw new ConfigError(`${file}: it exports no configuration; write \`export default defineConfig({ … })\``);
  }
  return completeConfig(loaded.default, file);
}

function findConfig(folder: string): string {
  const file = names.map((name) => join(folder, name)).find((each) => existsSync(each));
  if (file !== undefined) return file;
  throw new ConfigError(
    `${folder}: there is no \`${names[0]}\`, which says what the two accounts are; \`crosscheck init\` writes one, \`--config\` names another file`,
  );
}

/** Checks what a file exports and adds what it leaves out. Throws a `ConfigError`. */
export function completeConfig(exported: unknown, file: string): ReadConfig {
  const result = v.safeParse(configSchema, exported);
  if (!result.success) {
    const [issue] = result.issues;
    throw new ConfigError(`${file}: ${v.getDotPath(issue) ?? "the configuration"} ${messageOf(issue)}`);
  }
  const config = result.output;
  const beside = (path: string) => resolve(dirname(file), path);
  return {
    ...(config as CrosscheckConfig),
    prefix: config.prefix ?? "crosscheck",
    expiresAfterHours: config.expiresAfterHours ?? 6,
    parallel: config.parallel ?? 8,
    timeoutMinutes: config.timeoutMinutes ?? 180,
    journalFolder: beside(config.journalFolder ?? ".crosscheck/journal"),
    historyFile: beside(config.historyFile ?? ".crosscheck/history.db"),
  };
}

/** Valibot's own words for a member that is missing or unknown do not say so. A value is not shown: it may be a secret. */
function messageOf(issue: v.BaseIssue<unknown>): string {
  if (issue.expected === "never") return "is not a member that it can have; remove it";
  if (issue.received === "undefined") return "is missing";
  return issue.message;
}
