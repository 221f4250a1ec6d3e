import { describe, expect, test } from "vitest";
import { awsSettings } from "../../cli/aws-options.ts";
import { runProgram } from "../../cli/program.ts";
import { capture } from "../support/streams.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

async function crosscheck(...argv: readonly string[]) {
  const streams = capture();
  const exitCode = await runProgram(["run", ...argv], streams);
  return { exitCode, ...streams.written() };
}

describe("options of the target aws", () => {
  test.each([
    [["--config", "x.ts"], "--config goes with --target aws, which is not given"],
    [["--rehearse"], "--rehearse goes with --target aws, which is not given"],
    [["--plan"], "--plan goes with --target aws, which is not given"],
    [["--target", "aws", "--speed", "60"], "--speed goes with --rehearse, which is not given"],
    [["--target", "aws", "--throttle", "5"], "--throttle goes with --rehearse, which is not given"],
    [["--target", "aws", "--iam-propagation", "5s"], "--iam-propagation goes with --rehearse, which is not given"],
    [
      ["--target", "aws", "--plan", "--rehearse"],
      "--plan says what would be done on AWS, and --rehearse does it elsewhere",
    ],
    [["--target", "aws", "--rehearse", "--speed", "fast"], "--speed must be a whole number from 1 to 1000, got `fast`"],
    [["--parallel", "0"], "--parallel must be a whole number from 1 to 1000, got `0`"],
  ])("%j", async (argv, message) => {
    expect(await crosscheck(...argv)).toEqual({ exitCode: 2, stdout: "", stderr: `crosscheck: ${message}\n` });
  });

  test("a rehearsal runs sixty times as fast, by this program, unless told otherwise", () => {
    const { rehearsal } = awsSettings({ target: "aws", rehearse: true });
    expect(rehearsal).toMatchObject({ speed: 60, throttledPercent: undefined, iamPropagationMs: undefined });
    expect(rehearsal?.program[1]).toMatch(/main\.ts$/);
    expect(
      awsSettings({ target: "aws", rehearse: true, speed: "9", throttle: "5", iamPropagation: "10s" }).rehearsal,
    ).toMatchObject({ speed: 9, throttledPercent: 5, iamPropagationMs: 10_000 });
  });
});

test.each([[[]], [["--plan"]]])(
  "without a configuration nothing is played, and it says what is missing: %j",
  async (more) => {
    using folder = temporaryFolder();
    const file = `${folder.path}/crosscheck.config.ts`;
    const { exitCode, stdout, stderr } = await crosscheck("--target", "aws", "--config", file, ...more);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(file);
  },
);
