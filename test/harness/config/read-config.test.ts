import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const configuration = JSON.stringify({
  accountA: { accountId: "111111111111", region: "us-east-1", credentials: { kind: "environment" } },
  accountB: { accountId: "222222222222", region: "us-east-1", credentials: { kind: "profile", profile: "b" } },
  sandboxAccounts: ["111111111111", "222222222222"],
});
const typed = `const accounts: readonly string[] = [];\nexport default ${configuration};\n`;

/** By the folder that they are in. */
const files: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  typescript: { "crosscheck.config.ts": typed },
  "module-typescript": { "crosscheck.config.mts": typed },
  javascript: { "crosscheck.config.js": `export default ${configuration};` },
  "module-javascript": { "crosscheck.config.mjs": `export default ${configuration};` },
  defined: {
    "crosscheck.config.ts": `import { defineConfig } from ${JSON.stringify(join(root, "harness/config/config.ts"))};\nexport default defineConfig(${configuration});\n`,
  },
  commonjs: { "crosscheck.config.js": `module.exports = ${configuration};` },
  nothing: {},
  other: { "crosscheck.config.ts": "export default {};", "nightly.ts": `export default ${configuration};` },
  syntax: { "crosscheck.config.ts": "export default {\n  accountA: [1,\n};\n" },
  "javascript-syntax": { "crosscheck.config.mjs": "export default {\n  accountA: [1,\n};\n" },
  enum: { "crosscheck.config.ts": "\nenum Account { A }\nexport default {};\n" },
  throwing: { "crosscheck.config.ts": 'const a = 1;\nthrow new Error("no account today");\n' },
  "throwing-text": { "crosscheck.config.ts": 'throw "no account today";\n' },
  "missing-package": { "crosscheck.config.ts": 'import { a } from "surely-not-installed-here";\nexport default a;\n' },
  "missing-file": { "crosscheck.config.ts": 'import { a } from "./accounts.ts";\nexport default a;\n' },
  empty: { "crosscheck.config.ts": "export {};\n" },
  named: { "crosscheck.config.ts": "export const config = {};\nexport const other = {};\n" },
  promise: { "crosscheck.config.ts": 'export default Promise.reject(new Error("never told"));\n' },
  function: { "crosscheck.config.ts": "export default () => ({});\n" },
  text: { "crosscheck.config.ts": 'export default "config";\n' },
  null: { "crosscheck.config.ts": "export default null;\n" },
};

/** As Node reads them, and not Vitest, which has a loader of its own: all in one process. */
const program = `
  import { readConfig } from ${JSON.stringify(join(root, "harness/config/read-config.ts"))};
  const answers = {};
  for (const [name, path] of JSON.parse(process.argv[1])) {
    answers[name + (path === null ? "" : "/" + path)] = await readConfig(path ?? undefined, process.cwd() + "/" + name).then(
      ({ accountA, journalFolder }) => "account " + accountA.accountId + ", journal " + journalFolder,
      (error) => error.name + ": " + error.message,
    );
  }
  console.log(JSON.stringify(answers));
`;

const folder = temporaryFolder();
let answers: Readonly<Record<string, string>> = {};

beforeAll(async () => {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder.path, name));
    for (const [file, text] of Object.entries(content)) writeFileSync(join(folder.path, name, file), text);
  }
  const reads = [...Object.keys(files).map((name) => [name, null]), ["other", "nightly.ts"], ["other", "none.ts"]];
  const command = ["--no-warnings", "--input-type=module", "-e", program, JSON.stringify(reads)];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: folder.path });
  answers = JSON.parse(stdout.replaceAll(folder.path, "/project"));
  return () => folder[Symbol.dispose]();
});

const missing = "write `export default defineConfig({ … })`";

describe("the configuration's file", () => {
  test.each(["typescript", "module-typescript", "javascript", "module-javascript", "defined", "commonjs"])(
    "is found and read: %s",
    (name) => {
      expect(answers[name]).toBe(`account 111111111111, journal /project/${name}/.crosscheck/journal`);
    },
  );

  test("is another where one is named", () => {
    expect(answers["other/nightly.ts"]).toBe("account 111111111111, journal /project/other/.crosscheck/journal");
  });

  test.each([
    [
      "nothing",
      "/project/nothing: there is no `crosscheck.config.ts`, which says what the two accounts are; `crosscheck init` writes one, `--config` names another file",
    ],
    ["other/none.ts", "/project/other/none.ts: there is no such file"],
    ["syntax", "/project/syntax/crosscheck.config.ts:3: it cannot be read: Expression expected"],
    ["javascript-syntax", "/project/javascript-syntax/crosscheck.config.mjs: it cannot be read: Unexpected token '}'"],
    [
      "enum",
      "/project/enum/crosscheck.config.ts:2: it cannot be read: TypeScript enum is not supported in strip-only mode; Node takes the types away and translates nothing",
    ],
    ["throwing", "/project/throwing/crosscheck.config.ts:2: it throws Error: no account today"],
    ["throwing-text", '/project/throwing-text/crosscheck.config.ts: it throws "no account today"'],
    [
      "missing-package",
      "/project/missing-package/crosscheck.config.ts: it imports `surely-not-installed-here`, which is not installed: `npm install --save-dev surely-not-installed-here`",
    ],
    [
      "missing-file",
      "/project/missing-file/crosscheck.config.ts: it imports what is not there: Cannot find module '/project/missing-file/accounts.ts' imported from /project/missing-file/crosscheck.config.ts",
    ],
    ["empty", `/project/empty/crosscheck.config.ts: it exports nothing: ${missing}`],
    [
      "named",
      `/project/named/crosscheck.config.ts: it exports \`config\`, \`other\` and nothing by default: ${missing}`,
    ],
    ["promise", "/project/promise/crosscheck.config.ts: it exports a promise: write `export default await …`"],
    ["function", `/project/function/crosscheck.config.ts: it exports a function: ${missing}`],
    ["text", `/project/text/crosscheck.config.ts: it exports a string: ${missing}`],
    ["null", `/project/null/crosscheck.config.ts: it exports null: ${missing}`],
  ])("is refused with one message: %s", (name, expected) => {
    expect(answers[name]).toBe(`ConfigError: ${expected}`);
  });
});
