import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runProgram } from "../../cli/program.ts";
import { corpusFolder } from "../support/corpus.ts";
import { capture } from "../support/streams.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

async function check(...words: readonly string[]) {
  const streams = capture();
  const exitCode = await runProgram(["check", ...words], streams);
  return { exitCode, ...streams.written() };
}

test("the bytes of --record are what is put, and must arrive", async () => {
  using folder = temporaryFolder();
  const record = join(folder.path, "record.bin");
  writeFileSync(record, Buffer.from([0, 255, 10, 128]));
  const { exitCode, stdout } = await check(join(corpusFolder, "article"), "--record", record);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("contents      as they were put");
});

test("a record of the user's own that AWS does not take is told with the call that refuses it", async () => {
  using folder = temporaryFolder();
  const record = join(folder.path, "record.bin");
  writeFileSync(record, "");
  truncateSync(record, 1_030_000);
  const { exitCode, stdout } = await check(join(corpusFolder, "direct-put"), "--record", record);
  expect(exitCode).toBe(1);
  expect(stdout).toContain("AWS refuses firehose:PutRecord");
});

describe("--record that cannot be used ends with one message and 2:", () => {
  test.each([
    ["is not there", (path: string) => join(path, "none"), /^crosscheck: --record: \S+none cannot be read: ENOENT/],
    [
      "is a folder",
      (path: string) => path,
      /^crosscheck: --record: \S+ is no file: give one whose bytes are the record\n$/,
    ],
    [
      "is empty",
      (path: string) => {
        writeFileSync(join(path, "empty"), "");
        return join(path, "empty");
      },
      /^crosscheck: --record: \S+empty is empty: give one whose bytes are the record\n$/,
    ],
    [
      "is too large",
      (path: string) => {
        writeFileSync(join(path, "large"), "");
        truncateSync(join(path, "large"), 1_048_577);
        return join(path, "large");
      },
      /^crosscheck: --record: \S+large has 1048577 bytes: a record has at most 1048576\n$/,
    ],
  ] as const)("%s", async (_what, make, message) => {
    using folder = temporaryFolder();
    const { exitCode, stderr } = await check(join(corpusFolder, "article"), "--record", make(folder.path));
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe("a warning", () => {
  const denied = join(corpusFolder, "logging-denied");
  const words = "nobody is told why a delivery fails: logs:PutLogEvents";

  test("is told beside a delivery that works, which ends with 0", async () => {
    const { exitCode, stdout } = await check(denied);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`  Warnings:\n  ! ${words}`);
    expect((await check(join(corpusFolder, "logging-allowed"))).stdout).not.toContain("Warnings");
  });

  test("is told to other programs", async () => {
    const { stdout } = await check(denied, "--reporter", "json");
    expect((JSON.parse(stdout) as { readonly warnings: object[] }).warnings).toMatchObject([
      { text: expect.stringContaining(words), source: { path: "deliveryStream" } },
    ]);
    const { runs } = JSON.parse((await check(denied, "--reporter", "sarif")).stdout) as {
      readonly runs: readonly { readonly results: readonly object[] }[];
    };
    expect(runs[0]?.results).toMatchObject([{ ruleId: "warning", level: "warning" }]);
  });

  test("annotates the line on GitHub, and stands on the page of a report", async () => {
    using folder = temporaryFolder();
    const { stdout } = await check(
      denied,
      "--reporter",
      `github=${join(folder.path, "summary.md")}`,
      "--report",
      join(folder.path, "report"),
    );
    expect(stdout).toContain("Warnings:");
  });
});
