import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import * as v from "valibot";
import { safeParse } from "../safe-parse.ts";
import type { CrosscheckConfig } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import { loadFile } from "./load-file.ts";
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
  return completeConfig(await loadFile(file), file);
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
  const result = safeParse(configSchema, exported);
  if (!result.success) {
    const problems = result.issues.map((issue) => `${placeOf(v.getDotPath(issue))} ${issue.message}`);
    throw new ConfigError(`${file}: ${problems.join("; ")}`);
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

/** `sandboxAccounts[1]` */
function placeOf(path: string | null): string {
  return path?.replaceAll(/\.(\d+)(?=\.|$)/g, "[$1]") ?? "what it exports";
}
