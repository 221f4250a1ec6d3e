import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inert } from "../../cli/inert.ts";
import { runProgram } from "../../cli/program.ts";
import { corpusFolder } from "../support/corpus.ts";
import { capture } from "../support/streams.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Forges a line, hides in a terminal, and is a command of a GitHub workflow. */
const forged = "x\n  ✓ anybody\r\u001b]0;title\u0007\n::error::injected";

interface Manifest {
  bucket: Record<string, unknown>;
  deliveryStream: { name?: string; role: string };
  roles: Record<string, unknown>;
  [member: string]: unknown;
}

function renameRole(manifest: Manifest): void {
  manifest.roles = { [forged]: manifest.roles[manifest.deliveryStream.role] };
  manifest.deliveryStream.role = forged;
}

/** What a command prints of a manifest of the corpus that is changed. */
async function printed(command: readonly string[], input: string, change: (manifest: Manifest) => void) {
  using folder = temporaryFolder();
  await cp(join(corpusFolder, input), folder.path, { recursive: true });
  const file = join(folder.path, "crosscheck.json");
  const manifest = JSON.parse(await readFile(file, "utf8")) as Manifest;
  change(manifest);
  await writeFile(file, JSON.stringify(manifest));
  const streams = capture();
  const [name = "", ...options] = command;
  const exitCode = await runProgram([name, folder.path, ...options], streams);
  return { exitCode, ...streams.written() };
}

function expectInert(text: string): void {
  expect(text).toContain("x\\n  ✓ anybody\\u000d\\u001b]0;title\\u0007\\n");
  expect(text).not.toMatch(/^\s*✓ anybody/m);
  expect(text).not.toMatch(/^\s*::/m);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about.
  expect(text).not.toMatch(/[\u001b\u0007\r]/);
}

describe("a name with line feeds and control characters", () => {
  test.each<readonly [string, readonly string[], string, (manifest: Manifest) => void]>([
    ["of a delivery stream", ["check"], "article", ({ deliveryStream }) => (deliveryStream.name = forged)],
    ["of a role that is denied", ["check"], "no-bucket-policy", renameRole],
    ["of a role that has access", ["access"], "article", renameRole],
    ["of a role with reasons", ["access", "--why"], "article", renameRole],
    ["of a member on stderr", ["check"], "article", (manifest) => (manifest[forged] = 1)],
    ["as a value on stderr", ["check"], "article", ({ bucket }) => (bucket.objectOwnership = forged)],
  ])("%s stands on one line, with visible escapes", async (_what, command, input, change) => {
    const { stdout, stderr } = await printed(command, input, change);
    expectInert(stdout + stderr);
  });

  test("on stderr leaves one line", async () => {
    const { exitCode, stderr } = await printed(["check"], "article", (manifest) => (manifest[forged] = 1));
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^crosscheck: [^\n]+\n$/);
  });
});

describe("what runs a job reads no command", () => {
  test.each([
    ["::error::a", "\\u003a:error::a"],
    ["a\n \t::stop-commands::b", "a\n \t\\u003a:stop-commands::b"],
    ["a ##[error]b", "a \\u0023#[error]b"],
    ["##vso[task.setvariable]b", "\\u0023#vso[task.setvariable]b"],
  ])("from %j", (text, shown) => {
    expect(inert(text)).toBe(shown);
  });

  test.each(["\u200b::error::x", ":\u00ad:error::x", "\u0000::error::x", "\u0085::error::x", "#\u200b#[error]x"])(
    "%j is no command, though a comparison by culture sees one",
    (text) => {
      expect(inert(text).replaceAll(/\p{C}/gu, "")).toMatch(/\\u003a:|\\u0023#/);
    },
  );

  test.each(["arn:aws:s3:::landing", "a :: b", "## heading", "+ ::added in a diff"])(
    "and %j stays as it is",
    (text) => {
      expect(inert(text)).toBe(text);
    },
  );

  test("and a document of JSON says the same", () => {
    const document = JSON.stringify({ name: "##[error]" });
    expect(inert(document)).not.toBe(document);
    expect(JSON.parse(inert(document))).toEqual(JSON.parse(document));
  });
});
