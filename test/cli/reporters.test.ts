import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { runProgram } from "../../cli/program.ts";
import { capture } from "../support/streams.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A scenario that needs S3 alone. */
const quick = "ownership/enforced-with-acl";

async function crosscheck(...argv: readonly string[]) {
  const streams = capture();
  return { exitCode: await runProgram(argv, streams), ...streams.written() };
}

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("--reporter", () => {
  test("writes to files beside the text", async () => {
    using folder = temporaryFolder();
    const file = (name: string) => join(folder.path, name);
    const { exitCode, stdout } = await crosscheck(
      ...["run", quick, "--reporter", `junit=${file("junit.xml")}`],
      ...["--reporter", `json=${file("results.json")}`, "--reporter", `github=${file("summary.md")}`],
      ...["--reporter", `text=${file("summary.txt")}`],
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain("1 passed on embedded in ");
    expect(await readFile(file("junit.xml"), "utf8")).toContain(`<testsuite name="firehose-crosscheck" `);
    expect(JSON.parse(await readFile(file("results.json"), "utf8"))).toMatchObject({ counts: { passed: 1 } });
    expect(await readFile(file("summary.md"), "utf8")).toMatch(/^## ✓ 1 passed on embedded in /);
    expect(await readFile(file("summary.txt"), "utf8")).toMatch(/^✓ ownership\/enforced-with-acl: .*\n1 passed on /);
  });

  test("writes to standard output instead of the text", async () => {
    const { stdout } = await crosscheck("run", quick, "--reporter", "json");
    expect(JSON.parse(stdout)).toMatchObject({ format: "firehose-crosscheck/run/1", counts: { passed: 1 } });
  });

  test("writes the summary of a job on GitHub beside the text", async () => {
    using folder = temporaryFolder();
    const summary = join(folder.path, "summary.md");
    await writeFile(summary, "");
    vi.stubEnv("GITHUB_STEP_SUMMARY", summary);
    const { stdout } = await crosscheck("run", quick, "--reporter", "github");
    expect(stdout).toContain("1 passed on embedded in ");
    expect(await readFile(summary, "utf8")).toMatch(/^## ✓ 1 passed on embedded in /);
  });

  test("writes the summary of a job without secrets", async () => {
    using folder = temporaryFolder();
    const summary = join(folder.path, "summary.md");
    await writeFile(summary, "");
    vi.stubEnv("GITHUB_STEP_SUMMARY", summary);
    vi.stubEnv("SUMMARY_TOKEN", "A-title-0f-a-Scenario");
    const file = join(folder.path, "telling.ts");
    const given = `given: async () => { throw new Error("no use: " + process.env.SUMMARY_TOKEN) }`;
    await writeFile(
      file,
      `import { scenario } from ${JSON.stringify(join(import.meta.dirname, "../../harness/index.ts"))};
export default scenario({ name: "telling", title: "tells", shows: "allow", twin: "none", ${given}, when: async () => {}, outcome: async () => {} });`,
    );
    await crosscheck("run", file, "--reporter", "github");
    const text = await readFile(summary, "utf8");
    expect(text).toContain("no use&#58; &#91;redacted&#93;");
    expect(text).not.toContain("A-title");
  });

  test.each([
    [["xml"], /^crosscheck: unknown reporter `xml`: there are: text, json, junit, github\n$/],
    [["junit="], /^crosscheck: --reporter junit= names no file: write --reporter junit=FILE\n$/],
    [
      ["junit", "json"],
      /^crosscheck: --reporter junit and --reporter json both write to standard output: give one a file, --reporter json=FILE\n$/,
    ],
    [["junit=/dev/null/junit.xml"], /^crosscheck: the results cannot be written to \/dev\/null\/junit.xml: ENOTDIR/],
    [
      ["github"],
      /^crosscheck: --reporter github writes to the file that GITHUB_STEP_SUMMARY names, and that is not set/,
    ],
  ])("%j is refused before anything is played", async (reporters, message) => {
    vi.stubEnv("GITHUB_STEP_SUMMARY", "");
    const options = reporters.flatMap((each) => ["--reporter", each]);
    const { exitCode, stdout, stderr } = await crosscheck("run", quick, ...options);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });
});

describe("shards", () => {
  test("play every scenario once, and merge into one run", async () => {
    using folder = temporaryFolder();
    const files = [1, 2, 3].map((index) => join(folder.path, `${index}.json`));
    for (const [at, file] of files.entries()) {
      await crosscheck("run", "ownership", "--shard", `${at + 1}/3`, "--json", file);
    }
    const whole = join(folder.path, "whole.json");
    const merged = join(folder.path, "merged.json");
    await crosscheck("run", "ownership", "--json", whole);
    const { exitCode, stdout } = await crosscheck("merge", ...files, "--json", merged);
    expect(exitCode).toBe(0);
    const namesIn = async (file: string) =>
      JSON.parse(await readFile(file, "utf8")).scenarios.map(({ name }: { readonly name: string }) => name);
    expect(await namesIn(merged)).toEqual(await namesIn(whole));
    expect(stdout).toMatch(new RegExp(`\n${(await namesIn(whole)).length} passed on embedded in `));
  });

  test("are not merged where one is missing", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "1.json");
    await crosscheck("run", quick, "--shard", "1/2", "--json", file);
    const { exitCode, stderr } = await crosscheck("merge", file);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: "crosscheck: shard 2/2 is missing: all are merged, or none\n",
    });
  });

  test("exit as the run does where a scenario failed", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "1.json");
    await crosscheck("run", quick, "--shard", "1/1", "--json", file);
    const run = JSON.parse(await readFile(file, "utf8"));
    const failure = { short: "no object", message: "no object" };
    run.scenarios[0].verdict = { kind: "failed", failure };
    await writeFile(file, JSON.stringify(run));
    expect((await crosscheck("merge", file)).exitCode).toBe(1);
  });

  test("that are none are refused", async () => {
    expect(await crosscheck("run", quick, "--shard", "4/3")).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: "crosscheck: --shard `4/3` is none: write 1/3, 2/3 or 3/3 for one of three\n",
    });
  });

  test("a file that is no result is refused with its place", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "1.json");
    await writeFile(file, JSON.stringify({ format: "firehose-crosscheck/run/9" }));
    const { exitCode, stderr } = await crosscheck("merge", file);
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      `crosscheck: ${file}: run.format: must be firehose-crosscheck/run/1, which this version reads, got "firehose-crosscheck/run/9"\n`,
    );
  });
});
