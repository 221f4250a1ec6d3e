import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runProgram } from "../../cli/program.ts";
import type { RunResult } from "../../harness/result.ts";
import { capture } from "../support/streams.ts";

/** A scenario that needs S3 alone. */
const quick = "ownership/enforced-with-acl";

async function crosscheck(...argv: readonly string[]) {
  const streams = capture();
  return { exitCode: await runProgram(argv, streams), ...streams.written() };
}

describe("crosscheck run", () => {
  test("plays the scenario that is named, and exits with 0 where it passes", async () => {
    const { exitCode, stdout, stderr } = await crosscheck("run", quick);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/✓ account B reads it +\d+ ms\n/);
    expect(stdout).toMatch(/1 passed on embedded in [\d.]+ m?s\n$/);
  });

  test("plays each of several once, also where one is named twice", async () => {
    const { stdout } = await crosscheck("run", quick, "principals/role-that-is-not-there-yet", quick);
    const lines = stdout.split("\n").map((line) => line.replace(/:.*/, ""));
    expect(lines.slice(0, 2).sort()).toEqual([`✓ ${quick}`, "✓ principals/role-that-is-not-there-yet"]);
    expect(lines[2]).toMatch(/^2 passed on embedded in /);
  });

  test("plays a family by the part before its `/`", async () => {
    const { exitCode, stdout } = await crosscheck("run", "ownership");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/✓ ownership\/writer-without-acl: /);
    expect(stdout).not.toContain("permissions/");
  });

  test("writes the results as JSON", async () => {
    const folder = await mkdtemp(join(tmpdir(), "crosscheck-run-"));
    try {
      const file = join(folder, "results.json");
      await crosscheck("run", quick, "--json", file);
      expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({
        format: "firehose-crosscheck/run/1",
        target: "embedded",
        counts: { passed: 1, failed: 0, inconclusive: 0 },
        scenarios: [{ name: quick, verdict: { kind: "passed" }, leftBehind: [] }],
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("writes a report for a browser, and says where", async () => {
    const folder = await mkdtemp(join(tmpdir(), "crosscheck-run-"));
    try {
      const report = join(folder, "a", "report");
      const { exitCode, stdout } = await crosscheck("run", "cross-account-delivery", "--report", report);
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/\nreport {2}\S+\/index\.html\n$/);
      const page = await readFile(join(report, "index.html"), "utf8");
      const { scenarios } = JSON.parse(await readFile(join(report, "results.json"), "utf8")) as RunResult;
      const key = scenarios[0]?.evidence?.objects[0]?.key ?? "none";
      expect(page).toContain(key);
      expect(await readFile(join(report, "diagram.md"), "utf8")).toMatch(/```mermaid\nflowchart LR\n/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("draws the only scenario where it is asked to, and not else", async () => {
    const drawn = await crosscheck("run", "cross-account-delivery", "--diagram");
    expect(drawn.stdout).toMatch(/│ delivery-[0-9a-f]{8} +│─+▶│ landing-/);
    expect((await crosscheck("run", "cross-account-delivery")).stdout).not.toContain("▶");
  });

  test.each([
    [
      ["run", "ownership/enforced-with-alc"],
      "crosscheck: unknown scenario `ownership/enforced-with-alc`: did you mean `ownership/enforced-with-acl`?\n",
    ],
    [["run", quick, "--target", "embeded"], "crosscheck: unknown target `embeded`: did you mean `embedded`?\n"],
    [
      ["run", quick, "--target", "moon"],
      "crosscheck: unknown target `moon`: there are: embedded, aws, localstack, the URL of an endpoint\n",
    ],
    [["run", quick, "--taget", "embedded"], "error: unknown option '--taget'\n(Did you mean --target?)\n"],
    [["rum"], "error: unknown command 'rum'\n(Did you mean run?)\n"],
    [
      ["run", quick, "--report", "/dev/null/report"],
      "crosscheck: the report cannot be written to /dev/null/report: ENOTDIR: not a directory, mkdir '/dev/null/report'\n",
    ],
    [
      ["run", quick, "--json", "/dev/null/results.json"],
      "crosscheck: the results cannot be written to /dev/null/results.json: ENOTDIR: not a directory, lstat '/dev/null/results.json'\n",
    ],
  ])("exits with 2 where the arguments cannot be used: %j", async (argv, stderr) => {
    expect(await crosscheck(...argv)).toMatchObject({ exitCode: 2, stderr });
  });
});

describe("crosscheck controls", () => {
  test("says of each control whether the target does as AWS", async () => {
    const { exitCode, stdout, stderr } = await crosscheck("controls");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^✓ accounts-are-two +A and B are accounts of their own\n/);
    expect(stdout).toMatch(/\n(\d+) of \1 controls hold on embedded, measured in [\d.]+ m?s\n$/);
  });
});

describe("crosscheck", () => {
  test("shows its help, and exits with 0", async () => {
    const { exitCode, stdout } = await crosscheck("--help");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Usage: crosscheck [options] [command]");
  });

  test("lists the scenarios with their titles", async () => {
    const { exitCode, stdout } = await crosscheck("list");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^cross-account-delivery +a record put in account A arrives in account B's bucket\n/);
  });
});
