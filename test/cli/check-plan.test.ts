import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { corpusFolder } from "../support/corpus.ts";
import { startCrosscheck } from "../support/crosscheck-process.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const planJson = join(corpusFolder, "terraform-two-providers/plan.json");

/** A folder of Terraform's source, and programs of the test's own on the PATH. */
function site(programs: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  const [source, bin, temporary] = ["infra", "bin", "tmp"].map((name) => {
    const path = join(folder.path, name);
    mkdirSync(path);
    return path;
  }) as [string, string, string];
  writeFileSync(join(source, "main.tf"), 'resource "aws_s3_bucket" "landing" {}\n');
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const start = (...argv: readonly string[]) =>
    startCrosscheck(argv, { PATH: `${bin}:/usr/bin:/bin`, TMPDIR: temporary, FOLDER: folder.path, PLAN: planJson });
  /** What is left behind, Node's own cache apart. */
  const left = () => readdirSync(temporary).filter((name) => !name.startsWith("node-"));
  return { ...folder, source, left, start, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

/** Notes its arguments, writes the file that it is to write, and shows the plan. */
const planning = [
  'echo "$0 $*" | sed "s|$FOLDER|.|g; s|crosscheck-plan-[^/]*|<new>|" >> "$FOLDER/calls"',
  'case "$1" in',
  '  plan) for word in "$@"; do case "$word" in -out=*) echo plan > "${word#-out=}";; esac; done ;;',
  '  show) cat "$PLAN" ;;',
  "esac",
].join("\n");

describe("crosscheck check --plan", () => {
  test("plans the folder and reads the plan, and leaves nothing behind", async () => {
    using infra = site({ terraform: planning });
    const { exitCode, stdout } = await infra.start("check", infra.source, "--plan").ended;
    expect(stdout).toMatch(/^[✓✗?] (?:works|broken|inconclusive)/m);
    expect(exitCode).toBeLessThan(2);
    expect(readFileSync(join(infra.path, "calls"), "utf8").split("\n")).toEqual([
      "./bin/terraform plan -out=./tmp/<new>/plan.bin -input=false -lock=false -no-color",
      "./bin/terraform show -json -no-color ./tmp/<new>/plan.bin",
      "",
    ]);
    expect(infra.left()).toEqual([]);
  });

  test("takes the program that the folder was initialised with", async () => {
    using infra = site({ terraform: planning, tofu: planning });
    writeFileSync(
      join(infra.source, ".terraform.lock.hcl"),
      'provider "registry.opentofu.org/hashicorp/aws" {\n  version = "5.80.0"\n}\n',
    );
    await infra.start("check", infra.source, "--plan").ended;
    expect(readFileSync(join(infra.path, "calls"), "utf8")).toMatch(/^\.\/bin\/tofu plan/);
  });

  test("says the last words of a plan that failed, without secrets", async () => {
    const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    using infra = site({
      terraform: `printf '│ Error: no such bucket\\n│ aws_secret_access_key=${secret}\\n' >&2; exit 1`,
    });
    const { exitCode, stdout, stderr } = await infra.start("check", infra.source, "--plan").ended;
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(
      /infra: `terraform plan` has failed: Error: no such bucket .*see `terraform plan` there succeed\n$/,
    );
    expect(stderr).not.toContain(secret);
    expect(infra.left()).toEqual([]);
  });

  test("says to initialise a folder first where that is missing", async () => {
    using infra = site({ tofu: "echo 'Error: Module not installed. Run: tofu init' >&2; exit 1" });
    const { exitCode, stderr } = await infra.start("check", infra.source, "--plan").ended;
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/; run `tofu init` there first\n$/);
  });

  test("needs a program that plans, and a folder to plan", async () => {
    using infra = site({});
    const none = await infra.start("check", infra.source, "--plan").ended;
    expect(none).toMatchObject({ exitCode: 2, stdout: "" });
    expect(none.stderr).toMatch(/^crosscheck: --plan needs `terraform` or `tofu` on the PATH/);
    const noFolder = await infra.start("check", planJson, "--plan").ended;
    expect(noFolder.stderr).toBe("crosscheck: --plan plans a folder of Terraform's source: name one\n");
  });

  test("ends the program on Ctrl-C, and leaves nothing behind", async () => {
    using infra = site({ terraform: 'echo $$ > "$FOLDER/pid"; echo started > "$FOLDER/started"; exec sleep 600' });
    const started = join(infra.path, "started");
    execFileSync("mkfifo", [started]);
    const { child, ended } = infra.start("check", infra.source, "--plan");
    expect(await readFile(started, "utf8")).toBe("started\n");
    child.kill("SIGINT");
    expect((await ended).exitCode).toBe(130);
    const pid = Number(readFileSync(join(infra.path, "pid"), "utf8"));
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    expect(infra.left()).toEqual([]);
  });
});

describe("crosscheck check", () => {
  test("says of a folder of Terraform's source what to run, and runs nothing", async () => {
    using infra = site({ terraform: planning });
    const { exitCode, stderr } = await infra.start("check", infra.source).ended;
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      "run `terraform plan -out=plan.bin` and `terraform show -json plan.bin > plan.json` there",
    );
    expect(stderr).toContain(`give ${join(infra.source, "plan.json")}`);
    expect(existsSync(join(infra.path, "calls"))).toBe(false);
  });

  test("takes a folder with a crosscheck.json for that, whatever else is in it", async () => {
    using infra = site({});
    writeFileSync(join(infra.source, "crosscheck.json"), "{}");
    const { stderr } = await infra.start("check", infra.source).ended;
    expect(stderr).toContain("there is no delivery stream in it");
  });
});
