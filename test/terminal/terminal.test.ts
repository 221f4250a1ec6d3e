import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { inTerminal, screenOf } from "./terminal.ts";

const scenario = "ownership/enforced-with-acl";
const broken = join("test", "corpus", "no-bucket-policy");
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about.
const colour = /\u001b\[\d+m/;

/** Lines that are too long though they have a place to break at. */
function tooLong(screen: readonly string[], columns: number): readonly string[] {
  const isCut = (line: string) =>
    line.length > columns && / /.test(line.trim().replace(/^(?:\S+(?: \S+){0,3} {2,}|[✓✗?·-] )/u, ""));
  return screen.filter((line) => !/^[+-]/.test(line)).filter(isCut);
}

describe.each([80, 120])("on a terminal of %i columns", (columns) => {
  test.each([
    [["run", scenario], 0, /^1 passed on embedded in /m],
    [["check", broken], 1, /^✗ broken: nothing arrives/m],
    [["access", join("test", "corpus", "article"), "--why"], 0, /^reads the object \(c\):$/m],
    [["--help"], 0, /^Commands:$/m],
    [["check", "--help"], 0, /^Examples:$/m],
  ])("%j is no wider", async (argv, code, shown) => {
    const { exitCode, written } = await inTerminal(argv, { columns }).ended;
    const screen = screenOf(written);
    expect({ exitCode, tooLong: tooLong(screen, columns) }).toEqual({ exitCode: code, tooLong: [] });
    expect(screen.join("\n")).toMatch(shown);
  });
});

test("the lines that are written anew leave nothing behind", async () => {
  const { written } = await inTerminal(["run", "ownership"]).ended;
  const screen = screenOf(written);
  expect(screen.filter((line) => line.startsWith("·"))).toEqual([]);
  expect(written).toContain("· ");
  expect(screen.at(-2)).toMatch(/^\d+ passed on embedded in /);
  expect(screen.at(-1)).toBe("");
});

test("there are colours on a terminal, and none with NO_COLOR or in a pipe", async () => {
  expect((await inTerminal(["run", scenario]).ended).written).toMatch(colour);
  expect((await inTerminal(["run", scenario], { environment: { NO_COLOR: "1" } }).ended).written).not.toMatch(colour);
  const main = join(import.meta.dirname, "../../cli/main.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [main, "run", scenario]);
  expect(stdout).toContain("1 passed on embedded in ");
  expect(stdout).not.toContain("\u001b");
});

test("Ctrl-C ends what goes on, says so, and the exit code is 130", async () => {
  const session = inTerminal(["run"]);
  await new Promise<void>((resolve) => {
    const listener = session.pty.onData(() => {
      if (!session.written().includes("✓")) return;
      listener.dispose();
      resolve();
    });
  });
  session.pty.write("\x03");
  const { exitCode, written } = await session.ended;
  expect(exitCode).toBe(130);
  const screen = screenOf(written);
  expect(screen.join("\n")).toContain("crosscheck: interrupted by SIGINT: ");
  expect(screen.at(-2)).toMatch(/ inconclusive on embedded in /);
});
