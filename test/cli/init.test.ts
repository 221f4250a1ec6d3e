import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runProgram } from "../../cli/program.ts";
import { readConfig } from "../../harness/config/read-config.ts";
import { lintWorkflow } from "../support/actionlint.ts";
import { capture } from "../support/streams.ts";
import { supplyChainProblems } from "../support/supply-chain.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = join(import.meta.dirname, "../..");
const written = [
  ".github/workflows/crosscheck.yml",
  "crosscheck.config.ts",
  "crosscheck/first-delivery.test.ts",
  "crosscheck/first-delivery.ts",
];

async function init(folder: string) {
  const streams = capture();
  const exitCode = await runProgram(["init", folder], streams);
  return { exitCode, ...streams.written() };
}

/** As `npm install` does, but of the sources: where the package's exports say `dist/….js`, what that is made of. */
function install(folder: string): void {
  const installed = join(folder, "node_modules/firehose-crosscheck");
  mkdirSync(installed, { recursive: true });
  const own = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { exports: object };
  const exports = JSON.parse(
    JSON.stringify(own.exports).replaceAll(/\.\/dist\/([^"]+?)(\.d\.ts|\.js)"/g, './$1.ts"'),
  ) as object;
  writeFileSync(join(installed, "package.json"), JSON.stringify({ ...own, exports }));
  for (const name of ["cli", "harness", "emulator", "localstack", "scenarios", "report", "infra"]) {
    symlinkSync(join(root, name), join(installed, name));
  }
  for (const name of ["vitest", "@types"])
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
}

function inFolder(folder: string, program: string, ...argv: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, program), ...argv], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  return { status, output: `${stdout}${stderr}` };
}

function filesIn(folder: string): readonly string[] {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true });
  return all
    .flatMap((each) => (each.isFile() ? [join(each.parentPath, each.name).slice(folder.length + 1)] : []))
    .sort();
}

describe("in an empty folder", () => {
  const folder = temporaryFolder();
  let said: Awaited<ReturnType<typeof init>>;

  beforeAll(async () => {
    said = await init(folder.path);
  });
  afterAll(() => folder[Symbol.dispose]());

  test("init writes a scenario with its test, a configuration and a workflow, and says what is next", () => {
    expect(filesIn(folder.path)).toEqual(written);
    expect(said).toMatchObject({ exitCode: 0, stderr: "" });
    for (const file of written) expect(said.stdout).toContain(`wrote  ${file}\n`);
    expect(said.stdout).toContain("  npm pkg set type=module\n");
  });

  test("what it says is next passes, and what it wrote compiles", () => {
    writeFileSync(join(folder.path, "package.json"), JSON.stringify({ name: "user", type: "module" }));
    install(folder.path);
    const commands = [...said.stdout.matchAll(/^ {2}npx (crosscheck|vitest) (.*)$/gm)].map(
      ([, program, rest = ""]) => ({
        program,
        argv: rest.split(" "),
      }),
    );
    expect(commands.map(({ program }) => program)).toEqual(["crosscheck", "vitest", "crosscheck"]);
    const [play, check, real] = commands;
    const played = inFolder(folder.path, "cli/main.ts", ...(play?.argv ?? []));
    expect(played.output).toContain("2 passed");
    expect(played.status).toBe(0);
    const checked = inFolder(folder.path, "node_modules/vitest/vitest.mjs", ...(check?.argv ?? []));
    expect(checked.output).toMatch(/Tests +2 passed/);
    expect(checked.status).toBe(0);
    // The same by the code that plays in real accounts.
    const rehearsed = inFolder(folder.path, "cli/main.ts", ...(real?.argv ?? []), "--rehearse", "--speed", "300");
    expect(rehearsed.output).toContain("2 passed");
    expect(rehearsed.status).toBe(0);
    const options = ["--noEmit", "--strict", "--skipLibCheck", "--erasableSyntaxOnly", "--allowImportingTsExtensions"];
    const compiled = inFolder(
      folder.path,
      "node_modules/typescript/bin/tsc",
      ...[
        ...options,
        "--module",
        "nodenext",
        "--target",
        "es2024",
        "--lib",
        "es2024,esnext.disposable",
        "--types",
        "node",
      ],
      ...written.filter((file) => file.endsWith(".ts")),
    );
    expect(compiled).toEqual({ status: 0, output: "" });
  });

  test("the configuration is one that a run takes", async () => {
    cpSync(join(folder.path, "crosscheck.config.ts"), join(folder.path, "copy.config.ts"));
    expect(await readConfig("copy.config.ts", folder.path)).toMatchObject({
      accountA: { accountId: "111111111111", credentials: { kind: "profile", profile: "crosscheck-a" } },
      permissionsBoundary: "crosscheck-boundary",
    });
  });

  test("the workflow runs only pinned code, with the least permissions", () => {
    expect(supplyChainProblems(readFileSync(join(folder.path, ".github/workflows/crosscheck.yml"), "utf8"))).toEqual(
      [],
    );
  });

  test("actionlint finds nothing in the workflow", async () => {
    expect(await lintWorkflow(readFileSync(join(folder.path, ".github/workflows/crosscheck.yml"), "utf8"))).toEqual([]);
  });
});

test("where something is there already, init says what, and writes nothing", async () => {
  using folder = temporaryFolder();
  mkdirSync(join(folder.path, "crosscheck"));
  writeFileSync(join(folder.path, "crosscheck.config.ts"), "mine");
  writeFileSync(join(folder.path, "crosscheck/first-delivery.ts"), "mine");
  expect(await init(folder.path)).toEqual({
    exitCode: 2,
    stdout: "",
    stderr:
      "crosscheck: nothing was written, for there is already crosscheck/first-delivery.ts, crosscheck.config.ts: rename or remove, and run it again\n",
  });
  expect(filesIn(folder.path)).toEqual(["crosscheck.config.ts", "crosscheck/first-delivery.ts"]);
});

test("where one cannot be written, init leaves none behind", async () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, ".github"), "a file, and no folder");
  const { exitCode, stderr } = await init(folder.path);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: expect.stringMatching(/^crosscheck: nothing was written: E/),
  });
  expect(filesIn(folder.path)).toEqual([".github"]);
});

describe("scenarios of a user's file", () => {
  async function play(text: string) {
    using folder = temporaryFolder();
    const file = join(folder.path, "mine.mts");
    writeFileSync(file, text);
    const streams = capture();
    const exitCode = await runProgram(["run", file], streams);
    return { exitCode, stderr: streams.written().stderr.replaceAll(folder.path, "FOLDER") };
  }

  test("that exports none is refused", async () => {
    expect(await play("export const one = 1;")).toEqual({
      exitCode: 2,
      stderr: "crosscheck: FOLDER/mine.mts exports no scenario: write `export const arrives = scenario({ … })`\n",
    });
  });

  test("that does not load is refused with its error", async () => {
    expect(await play('throw new Error("not today");')).toEqual({
      exitCode: 2,
      stderr: "crosscheck: FOLDER/mine.mts cannot be loaded: not today\n",
    });
  });

  test("that has a name twice is refused", async () => {
    const one = '{ name: "one", title: "one", play() {}, unplayable() {} }';
    expect(await play(`export const both = [${one}, ${one}];`)).toEqual({
      exitCode: 2,
      stderr: "crosscheck: two scenarios are called `one`: give one another name\n",
    });
  });
});
