import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { version } from "../../cli/version.ts";
import { embedded as embeddedTarget } from "../../harness/index.ts";
import { firstAnswer } from "./answers.ts";
import { accountA, accountB, keysOf, type Party } from "./party.ts";
import { freePort, residentMiBOf, startProcess } from "./processes.ts";

const main = join(import.meta.dirname, "..", "..", "cli", "main.ts");

/**
 * `crosscheck serve` in a process of its own for start, throughput and memory; the flow is played as `crosscheck run`
 * plays it, in one process on the virtual clock.
 */
export const embedded: Party = {
  name: "embedded",
  version: `firehose-crosscheck ${version}`,
  has: "everything",
  async start() {
    const folder = await mkdtemp(join(tmpdir(), "crosscheck-bench-"));
    const accounts = [
      { id: accountA, name: "A", ...keysOf(accountA) },
      { id: accountB, name: "B", ...keysOf(accountB) },
    ];
    await writeFile(join(folder, "accounts.json"), JSON.stringify(accounts));
    const port = await freePort();
    const options = ["--port", String(port), "--accounts", join(folder, "accounts.json")];
    const child = startProcess(process.execPath, [main, "serve", ...options]);
    const url = `http://127.0.0.1:${port}`;
    await firstAnswer(url, "everything");
    return {
      url,
      target: embeddedTarget(),
      residentMiB: () => residentMiBOf(child.pid),
      async [Symbol.asyncDispose]() {
        await child[Symbol.asyncDispose]();
        await rm(folder, { recursive: true });
      },
    };
  },
};
