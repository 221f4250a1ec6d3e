import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.ts";

const lint = (file: string) => spawnSync("cfn-lint", [file], { encoding: "utf8" });
const isMissing = lint("--version").error !== undefined;

/** Under `CI`, where it is installed, it must be there. */
function needed(skip: (note: string) => void): void {
  if (!isMissing) return;
  if (process.env.CI) throw new Error("cfn-lint is not on the PATH: `pip install cfn-lint`");
  skip("cfn-lint is not on the PATH: `pip install cfn-lint`");
}

const folder = join(import.meta.dirname, "../../infra");
const templates = readdirSync(folder).filter((file) => file.endsWith(".yaml"));

test.for(templates)("cfn-lint finds nothing in %s", (file, { skip }) => {
  needed(skip);
  const { stdout, status } = lint(join(folder, file));
  expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
});

test("cfn-lint finds what is wrong in another", ({ skip }) => {
  needed(skip);
  using folder = temporaryFolder();
  const file = join(folder.path, "template.yaml");
  writeFileSync(file, "Resources:\n  Role:\n    Type: AWS::IAM::Role\n");
  expect(lint(file).stdout).toContain("'AssumeRolePolicyDocument' is a required property");
});
