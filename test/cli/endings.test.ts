/** Every error of an input or of the machine ends in one message and exit code 2, whatever command meets it. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runProgram } from "../../cli/program.ts";
import { corpusFolder } from "../support/corpus.ts";
import { capture } from "../support/streams.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

interface Arrangement {
  readonly what: string;
  /** `FOLDER` stands for a folder of the test's own, `ARTICLE` for a configuration that is sound. */
  readonly command: string;
  readonly said: RegExp;
  arrange?(folder: string): void;
  readonly env?: Readonly<Record<string, string>>;
}

const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
const write = (name: string, text: string) => (folder: string) => writeFileSync(join(folder, name), text);

const arrangements: readonly Arrangement[] = [
  {
    what: "JSON that is nested without measure",
    command: "check FOLDER/a.json",
    said: /nested more than \d+ levels deep/,
    arrange: write("a.json", deep),
  },
  {
    what: "a policy that is nested without measure",
    command: "check FOLDER/role-policy.json --bucket b",
    said: /nested more than \d+ levels deep/,
    arrange: write("role-policy.json", `{"Version":"2012-10-17","Statement":${deep}}`),
  },
  { what: "a device as input", command: "check /dev/null", said: /^crosscheck: \/dev\/null: / },
  { what: "a device without an end as input", command: "check /dev/zero", said: /^crosscheck: \/dev\/zero: / },
  {
    what: "a pipe that nobody writes to as input",
    command: "check FOLDER/pipe",
    said: /pipe: /,
    arrange: (folder) => void execFileSync("mkfifo", [join(folder, "pipe")]),
  },
  {
    what: "an input that is not there",
    command: "check FOLDER/none.json",
    said: /none\.json: is not there; check the name/,
  },
  {
    what: "a full disk for results",
    command: "run errors --json /dev/full",
    said: /cannot be written to \/dev\/full: ENOSPC/,
  },
  {
    what: "a folder for results that takes none",
    command: "run errors --json /proc/none/a.json",
    said: /cannot be written to \/proc\/none\/a\.json: ENOENT/,
  },
  {
    what: "a report where a device is",
    command: "run errors --report /dev/full",
    said: /cannot be written to \/dev\/full/,
  },
  { what: "a folder that takes no files", command: "init /proc", said: /nothing was written: ENOENT/ },
  {
    what: "a folder for temporary files that is not there",
    command: "serve",
    said: /temporary files \(TMPDIR\) cannot be used: ENOENT/,
    env: { TMPDIR: "/none" },
  },
  {
    what: "the same for a check",
    command: "check ARTICLE",
    said: /temporary files \(TMPDIR\) cannot be used: ENOENT/,
    env: { TMPDIR: "/none" },
  },
  {
    what: "an address of no machine",
    command: "serve --host not.an.address.invalid",
    said: /is no address of this machine/,
  },
  { what: "an empty address", command: 'serve --host ""', said: /--host is empty/ },
  { what: "a port beyond all", command: "serve --port 65536", said: /--port must be a whole number from 0 to 65535/ },
  { what: "results that are a folder", command: "merge FOLDER", said: /cannot be read: EISDIR/ },
  {
    what: "results that are something else",
    command: "merge FOLDER/a.json",
    said: /a\.json/,
    arrange: write("a.json", "{}"),
  },
  { what: "a target that does not answer", command: "controls --target http://127.0.0.1:1", said: /ECONNREFUSED/ },
  { what: "a target that nobody knows", command: "run --target nope", said: /unknown target `nope`: there are/ },
  {
    what: "a bucket's name with a slash",
    command: "check FOLDER/crosscheck",
    said: /a\/b/,
    arrange: (folder) => {
      mkdirSync(join(folder, "crosscheck"));
      execFileSync("cp", ["-r", `${corpusFolder}/article/.`, join(folder, "crosscheck")]);
      execFileSync("sed", [
        "-i",
        's#"name": "[^"]*landing[^"]*"#"name": "a/b"#',
        join(folder, "crosscheck/crosscheck.json"),
      ]);
    },
  },
];

test.each(arrangements)("$what: `$command`", { timeout: 60_000 }, async ({ command, said, arrange, env = {} }) => {
  using folder = temporaryFolder();
  arrange?.(folder.path);
  const parameters = command
    .split(" ")
    .map((each) =>
      each === '""' ? "" : each.replace("FOLDER", folder.path).replace("ARTICLE", `${corpusFolder}/article`),
    );
  const streams = capture();
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, env);
  try {
    expect(await runProgram(parameters, streams)).toBe(2);
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
  const { stderr } = streams.written();
  expect(stderr).toMatch(/^crosscheck: [^\n]+\n(?: {2}crosscheck [^\n]+\n)?$/);
  expect(stderr).toMatch(said);
  expect(stderr).not.toMatch(/left behind|\n\s+at /);
});

test("a port that is taken", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  const { port } = server.address() as { port: number };
  const streams = capture();
  expect(await runProgram(["serve", "--port", String(port)], streams)).toBe(2);
  expect(streams.written().stderr).toMatch(/^crosscheck: listen EADDRINUSE[^\n]+\n$/);
  server.close();
});
