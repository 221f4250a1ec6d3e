import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runProgram } from "../../cli/program.ts";
import { corpusFolder } from "../support/corpus.ts";
import { capture } from "../support/streams.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const quick = "ownership/enforced-with-acl";

async function crosscheck(...argv: readonly string[]) {
  const streams = capture();
  return { exitCode: await runProgram(argv, streams), ...streams.written() };
}

/** As the help names them. */
async function commandNames(): Promise<readonly string[]> {
  const { stdout } = await crosscheck("--help");
  const [, list = ""] = /\nCommands:\n(.*?)\n\n/s.exec(stdout) ?? [];
  return [...list.matchAll(/^ {2}([a-z][\w-]*)/gm)].map(([, name = ""]) => name);
}

describe("help", () => {
  test("names every command, and the exit codes", async () => {
    expect(await commandNames()).toEqual([
      ...["run", "check", "sweep", "access", "merge", "history", "controls", "list", "serve", "demo-data", "init"],
      ...["complete", "help"],
    ]);
    const { exitCode, stdout } = await crosscheck("--help");
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`
Exit codes:
  0    all is well
  1    something failed, is broken or changed, or by --strict is inconclusive
  2    the command line or an input cannot be used: nothing was done
  130  interrupted by Ctrl-C, 143 by SIGTERM: what was made is removed
`);
  });

  test("of every command ends with examples that begin with it, none wider than 80 columns", async () => {
    for (const name of (await commandNames()).filter((each) => each !== "help")) {
      const { exitCode, stdout } = await crosscheck(name, "--help");
      expect({ name, exitCode, stdout }).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining("\nExamples:\n"),
      });
      expect(stdout).toMatch(new RegExp(`\\n  \\$ (?:\\S+\\()?crosscheck ${name}\\b|\\(crosscheck ${name}\\b`));
      expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    }
  });
});

describe("what is mistyped is answered with the nearest", () => {
  test.each([
    [["rnu"], "error: unknown command 'rnu'\n(Did you mean run?)\n"],
    [["run", "--strcit"], "error: unknown option '--strcit'\n(Did you mean --strict?)\n"],
    [["check", "--mutat"], "error: unknown option '--mutat'\n(Did you mean --mutate?)\n"],
    [["run", "ownership/enforced-with-ac"], /did you mean `ownership\/enforced-with-acl`\?\n$/],
    [["run", quick, "--target", "embeded"], /did you mean `embedded`\?\n$/],
    [["run", quick, "--reporter", "junti"], /did you mean `junit`\?\n$/],
  ])("%j", async (argv, message) => {
    const { exitCode, stdout, stderr } = await crosscheck(...argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    if (typeof message === "string") expect(stderr).toBe(message);
    else expect(stderr).toMatch(message);
  });
});

describe("exit codes", () => {
  const corpus = (name: string) => join(corpusFolder, name);
  test.each([
    [0, ["run", quick]],
    [0, ["check", corpus("article")]],
    [0, ["check", corpus("unknown-condition-key")]],
    [1, ["check", corpus("unknown-condition-key"), "--strict"]],
    [1, ["check", corpus("no-bucket-policy")]],
    [0, ["access", corpus("article")]],
    [2, ["check", corpus("there-is-none")]],
    [2, ["check"]],
    [2, ["merge", "there-is-none.json"]],
    [2, ["history", "--file", "/there/is/none.db", "--scenario", "none"]],
    [0, ["--version"]],
    [2, []],
  ])("%i of %j", async (code, argv) => {
    expect((await crosscheck(...argv)).exitCode).toBe(code);
  });

  test("1 where the behaviour has changed, 0 where it is as approved", async () => {
    using folder = temporaryFolder();
    const baseline = join(folder.path, "approved.json");
    const broken = ["check", corpus("no-bucket-policy"), "--baseline", baseline];
    expect((await crosscheck(...broken, "--update-baseline")).exitCode).toBe(0);
    expect((await crosscheck(...broken)).exitCode).toBe(0);
    expect((await crosscheck("check", corpus("article"), "--baseline", baseline)).exitCode).toBe(1);
  });
});

describe("--quiet", () => {
  test("leaves the last line of a run where all passed", async () => {
    expect((await crosscheck("run", quick, "--quiet")).stdout).toMatch(/^1 passed on embedded in [\d.]+ m?s\n$/);
    expect((await crosscheck("run", "ownership", "--quiet")).stdout).toMatch(
      /^\d+ passed on embedded in [\d.]+ m?s\n$/,
    );
  });

  test("leaves the verdict of a check that works, and the cause and the repair of one that is broken", async () => {
    const works = await crosscheck("check", join(corpusFolder, "article"), "--quiet");
    expect(works.stdout.split("\n").slice(1)).toEqual([
      "✓ works: the record arrives, account B owns the object and account B can read it",
      "",
    ]);
    const { stdout } = await crosscheck("check", join(corpusFolder, "no-bucket-policy"), "--quiet");
    expect(stdout).toContain("s3:GetBucketLocation was denied");
    expect(stdout).toContain("Repair, in 3 steps, tried and seen to work:");
    expect(stdout).not.toContain("What Firehose logs:");
  });

  test("is refused beside --verbose", async () => {
    expect(await crosscheck("run", quick, "--quiet", "--verbose")).toMatchObject({ exitCode: 2, stdout: "" });
  });
});
