import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { CommandResult } from "./run-page.ts";

export const root = join(import.meta.dirname, "../../..");

/** Pages whose commands a reader can run one after the other. */
export const pages: readonly string[] = ["README.md", "docs/tutorial.md", "docs/check.md"];

/** What of this repository is in a page's folder, for a page whose commands are for a checkout. */
const startsWith: Readonly<Record<string, readonly string[]>> = { "docs/check.md": ["test/corpus", "test/as-found"] };

/** What each command of a page prints, in a folder of its own; a process of its own, for each has one working directory. */
export async function playPage(page: string): Promise<readonly CommandResult[]> {
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-docs-"));
  try {
    for (const start of startsWith[page] ?? []) await cp(join(root, start), join(folder, start), { recursive: true });
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(import.meta.dirname, "run-page.ts"), join(root, page)],
      { cwd: folder, env: { ...process.env, NO_COLOR: "1" }, maxBuffer: 64 * 1024 * 1024 },
    );
    return JSON.parse(stdout) as readonly CommandResult[];
  } finally {
    await rm(folder, { recursive: true });
  }
}

export function textOf(page: string): Promise<string> {
  return readFile(join(root, page), "utf8");
}
