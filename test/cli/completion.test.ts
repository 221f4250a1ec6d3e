import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

const main = join(import.meta.dirname, "../../cli/main.ts");

/** The words that can stand next, as a shell asks for them; a process of its own, for the library writes to its output. */
async function complete(...words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [main, "complete", "--", ...words]);
  return stdout
    .split("\n")
    .slice(0, -2)
    .map((line) => line.replace(/\t.*/, ""));
}

describe("completion", () => {
  test("knows the commands, their options, the scenarios and the targets", async () => {
    expect(await complete("ser")).toEqual(["serve"]);
    expect(await complete("")).toEqual(
      expect.arrayContaining(["sweep", "check", "access", "merge", "history", "init"]),
    );
    expect(await complete("check", "--mut")).toEqual(["--mutate"]);
    expect(await complete("run", "--stri")).toEqual(["--strict"]);
    expect(await complete("run", "ownership/enforced-with-ac")).toEqual(["ownership/enforced-with-acl"]);
    expect(await complete("controls", "--target", "loc")).toEqual(["localstack"]);
  });

  test("offers nothing where nothing fits", async () => {
    expect(await complete("run", "no-such-")).toEqual([]);
  });

  test.each(["bash", "zsh", "fish"])("prints a script for %s", async (shell) => {
    const { stdout } = await promisify(execFile)(process.execPath, [main, "complete", shell]);
    expect(stdout).toContain("crosscheck");
  });
});
