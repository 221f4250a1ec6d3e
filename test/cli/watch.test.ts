import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const main = join(import.meta.dirname, "../../cli/main.ts");

/** A scenario that needs S3 alone. */
const quick = "ownership/enforced-with-acl";

test("--watch runs again after a change, and not for what the run itself writes", async () => {
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-watch-"));
  try {
    const child = spawn(process.execPath, [main, "run", quick, "--watch", "--json", "results.json"], { cwd: folder });
    const ended = once(child, "exit");
    let seen = "";
    const told = (text: string, times: number) =>
      new Promise<void>((resolve) => {
        const look = () => seen.split(text).length > times && resolve();
        look();
        child.stdout.on("data", look);
      });
    child.stdout.on("data", (data: Buffer) => {
      seen += String(data);
    });
    await told("exit code 0; waiting for changes", 1);
    await writeFile(join(folder, "policy.json"), "{}");
    await told("exit code 0; waiting for changes", 2);
    await writeFile(join(folder, "policy.json"), "{ }");
    await told("exit code 0; waiting for changes", 3);
    child.kill("SIGINT");
    expect(await ended).toEqual([0, null]);
    expect(seen.match(/^.* has changed$/gm)).toEqual(["policy.json has changed", "policy.json has changed"]);
    expect(seen.match(/1 passed on embedded/g)).toHaveLength(3);
  } finally {
    await rm(folder, { recursive: true });
  }
});
