import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runProgram } from "../../cli/program.ts";
import { openHistory } from "../../harness/history/history.ts";
import type { RunResult } from "../../harness/result.ts";
import { capture } from "../support/streams.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A scenario that needs S3 alone. */
const quick = "ownership/enforced-with-acl";

async function crosscheck(...argv: readonly string[]) {
  const streams = capture();
  return { exitCode: await runProgram(argv, streams), ...streams.written() };
}

describe("crosscheck history", () => {
  test("shows what runs were kept with --history, as a table and as JSON", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "history.db");
    await crosscheck("run", quick, "--history", file);
    await crosscheck("run", "cross-account-delivery", "--history", file);
    const { exitCode, stdout } = await crosscheck("history", "--file", file);
    expect(exitCode).toBe(0);
    expect(stdout.split("\n").map((line) => line.split(/ {2,}/))).toMatchObject([
      ["scenario", "runs", "passed", "delivery p50", "p90", "p99"],
      ["cross-account-delivery", "1", "100 %", "301.0 s", "301.0 s", "301.0 s"],
      [quick, "1", "100 %", "–", "–", "–"],
      [""],
    ]);
    const data = JSON.parse((await crosscheck("history", "--file", file, "--scenario", "ownership", "--json")).stdout);
    expect(data).toMatchObject({
      format: "firehose-crosscheck/history/1",
      scenarios: [{ scenario: quick, target: "embedded", runs: 1, passRate: 1 }],
      trends: [{ target: "embedded", days: [{ results: 1 }] }, { scenario: quick }],
    });
  });

  test("gives a report its trends, the run of the report included", async () => {
    using folder = temporaryFolder();
    const [results, file, report] = ["1.json", "history.db", "report"].map((name) => join(folder.path, name));
    if (results === undefined || file === undefined || report === undefined) throw new Error("three names were given");
    await crosscheck("run", quick, "--json", results);
    const run = JSON.parse(readFileSync(results, "utf8")) as RunResult;
    const page = () => readFileSync(join(report, "index.html"), "utf8");
    await crosscheck("run", quick, "--history", file, "--report", report);
    expect(page()).not.toContain("Over time");
    {
      using history = openHistory(file);
      history.add({ ...run, startedAt: new Date(Date.parse(run.startedAt) - 48 * 3_600_000).toISOString() });
    }
    await crosscheck("run", quick, "--history", file, "--report", report);
    expect(page()).toContain("Over time");
    expect(page()).toContain(`<th scope="row">${run.startedAt.slice(0, 10)}</th>`);
  });

  test("gets the results of a merged run", async () => {
    using folder = temporaryFolder();
    const [results, file] = [join(folder.path, "1.json"), join(folder.path, "history.db")];
    await crosscheck("run", quick, "--shard", "1/1", "--json", results);
    await crosscheck("merge", results, "--history", file);
    expect((await crosscheck("history", "--file", file)).stdout).toContain(`${quick} `);
  });

  test("says so where a scenario was never played", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "history.db");
    await crosscheck("run", quick, "--history", file);
    expect(await crosscheck("history", "--file", file, "--scenario", "other")).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: `crosscheck: ${file} has no run of \`other\`: \`crosscheck history\` shows what it has\n`,
    });
  });

  test("refuses a damaged file before anything is played", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "history.db");
    writeFileSync(file, "no database, and too short to be one of any kind whatever it is taken for, by far");
    const message = `crosscheck: the history ${file} is damaged (file is not a database): move it away, and the next run begins a new one\n`;
    const refused = { exitCode: 2, stdout: "", stderr: message };
    expect(await crosscheck("run", quick, "--history", file)).toEqual(refused);
    expect(await crosscheck("history", "--file", file)).toEqual(refused);
  });
});
