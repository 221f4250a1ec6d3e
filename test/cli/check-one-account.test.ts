import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runProgram } from "../../cli/program.ts";
import { corpusFolder } from "../support/corpus.ts";
import { capture } from "../support/streams.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

async function run(command: "check" | "access", ...words: readonly string[]) {
  const streams = capture();
  const exitCode = await runProgram([command, ...words], streams);
  return { exitCode, ...streams.written() };
}

const template = join(corpusFolder, "template-one-account/one.yaml");
const ofOne = ["--account-a", "111111111111", "--region-a", "us-east-1"];

/** What only a delivery between two accounts has. */
const twoAccounts = /account [AB]\b/i;

describe("stream, role and bucket in one account", () => {
  test("need no second one, and are told as one", async () => {
    const { exitCode, stdout } = await run("check", template, ...ofOne);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("in account 111111111111 → bucket ");
    expect(stdout).toContain(" in the same account\n✓ works: the record arrives, its account owns the object");
    expect(stdout).toContain("owner           account 111111111111\n");
    expect(stdout).toContain("in the account  its administrator can read it\n");
    expect(stdout).not.toMatch(twoAccounts);
  });

  test("are denied by whichever of the two policies would have sufficed", async () => {
    const { exitCode, stdout } = await run("check", join(corpusFolder, "one-account-without-put-object"));
    expect(exitCode).toBe(1);
    expect(stdout).toContain("identity   not allowed by role `delivery` in account 111111111111;");
    expect(stdout).toContain("bucket     not allowed; bucket `landing` in account 111111111111 has no policy");
    expect(stdout).not.toMatch(twoAccounts);
  });

  test("are refused where another account was said to have the bucket", async () => {
    const { exitCode, stderr } = await run("check", template, ...ofOne, "--account-b", "222222222222");
    expect(exitCode).toBe(2);
    expect(stderr).toContain("is in account 111111111111, as the delivery stream is, and not in 222222222222;");
  });

  test("have their matrix, their report and their access without letters", async () => {
    using folder = temporaryFolder();
    const { exitCode, stdout } = await run("check", template, ...ofOne, "--mutate", "--report", folder.path);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("\nWhat each thing is for: ");
    expect(stdout).not.toMatch(twoAccounts);
    const diagram = readFileSync(join(folder.path, "diagram.md"), "utf8");
    expect(diagram).toContain('subgraph A["account (111111111111)"]');
    expect(diagram).toContain('subgraph B["the same account"]');
    expect(diagram).not.toMatch(twoAccounts);
    const page = readFileSync(join(folder.path, "index.html"), "utf8").replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, "");
    expect(page).toContain("account 111111111111 reads the objects of bucket");
    expect(page).not.toMatch(twoAccounts);
    const access = await run("access", template, ...ofOne);
    expect(access.stdout).toContain("✓ an administrator of the account\n");
    expect(access.stdout).not.toMatch(twoAccounts);
  });
});
