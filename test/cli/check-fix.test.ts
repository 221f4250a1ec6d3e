import { execFileSync } from "node:child_process";
import { chmod, cp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runProgram } from "../../cli/program.ts";
import { replaceFiles } from "../../cli/replaced-files.ts";
import { corpusEntry } from "../support/corpus.ts";
import { capture } from "../support/streams.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

async function crosscheck(...argv: readonly string[]) {
  const streams = capture();
  return { exitCode: await runProgram(argv, streams), ...streams.written() };
}

/** A copy of an entry of the corpus to be repaired. */
async function copied(name: string) {
  const folder = temporaryFolder();
  await cp(corpusEntry(name).folder, folder.path, { recursive: true });
  const textOf = async (file: string) => readFile(join(folder.path, file), "utf8");
  return { ...folder, textOf, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

describe("crosscheck check --fix", () => {
  test("repairs the files, and what was broken works when it is checked again", async () => {
    using policies = await copied("role-policy-without-put-object");
    const before = await policies.textOf("bucket-policy.json");
    const fixed = await crosscheck("check", policies.path, "--fix");
    expect(fixed).toMatchObject({ exitCode: 0, stderr: "" });
    expect(fixed.stdout).toContain(`repaired: ${join(policies.path, "role-policy.json")}`);
    expect(await policies.textOf("bucket-policy.json")).toBe(before);
    const again = await crosscheck("check", policies.path, "--fix");
    expect(again.exitCode).toBe(0);
    expect(again.stdout).not.toContain("repaired:");
    expect((await readdir(policies.path)).filter((name) => name.startsWith("."))).toEqual([]);
  });

  test("keeps what a file is: its rights, and that it is reached by a link", async () => {
    using policies = await copied("role-policy-without-put-object");
    const [linked, real] = ["role-policy.json", "written-here.json"].map((name) => join(policies.path, name));
    await cp(String(linked), String(real));
    await chmod(String(real), 0o640);
    await rm(String(linked));
    await symlink("written-here.json", String(linked));
    expect(await crosscheck("check", policies.path, "--fix")).toMatchObject({ exitCode: 0 });
    expect((await stat(String(real))).mode & 0o777).toBe(0o640);
    expect(await readFile(String(real), "utf8")).toContain('"s3:PutObject"');
  });

  test("with --dry-run prints the diff, which `patch` applies there, and writes nothing", async () => {
    using policies = await copied("role-policy-without-put-object");
    const before = await policies.textOf("role-policy.json");
    const shown = await crosscheck("check", policies.path, "--fix", "--dry-run");
    expect(shown).toMatchObject({ exitCode: 1, stderr: "" });
    expect(shown.stdout).toMatch(/^--- role-policy\.json\n\+\+\+ role-policy\.json\n@@/);
    expect(await policies.textOf("role-policy.json")).toBe(before);
    execFileSync("patch", ["-p0", "-s"], { cwd: policies.path, input: shown.stdout });
    expect(await crosscheck("check", policies.path)).toMatchObject({ exitCode: 0 });
  });

  test("leaves to a person what a person has to decide", async () => {
    using policies = await copied("deny-outside-an-address-range");
    const before = await policies.textOf("bucket-policy.json");
    const { exitCode, stderr } = await crosscheck("check", policies.path, "--fix");
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr:
        "crosscheck: the repair is not applied: a person has to decide: it does not ask the delivery for `aws:SourceIp`, as statement `OfficeOnly` asks everybody\n",
    });
    expect(await policies.textOf("bucket-policy.json")).toBe(before);
  });

  test("leaves alone what something else writes, and what is in no file that was read", async () => {
    using cdk = await copied("cdk-grant-put");
    const { inputs, folder } = corpusEntry("cdk-grant-put");
    const inCopy = inputs.map((input) => input.replace(folder, cdk.path));
    const given = ["--account-a", "111111111111", "--account-b", "222222222222"];
    const { exitCode, stderr } = await crosscheck("check", ...inCopy, ...given, "--fix");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/is not applied: cdk synth writes .* anew; make the change where it is written from/);
    const plans = corpusEntry("terraform-boundary-without-s3").inputs;
    const other = await crosscheck("check", ...plans, ...given, "--fix");
    expect(other.stderr).toMatch(/is not applied: it is in no file that was read/);
  });

  test("says what it has written beside what a reporter prints, not in it", async () => {
    using policies = await copied("role-policy-without-put-object");
    const shown = await crosscheck("check", policies.path, "--fix", "--dry-run", "--reporter", "json");
    expect(shown).toMatchObject({ exitCode: 2, stdout: "" });
    expect(shown.stderr).toContain("give the reporter a file, as json=FILE");
    const { exitCode, stdout, stderr } = await crosscheck("check", policies.path, "--fix", "--reporter", "json");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "broken" });
    expect(stderr).toContain("repaired: ");
  });

  test("is refused where it makes no sense", async () => {
    expect(await crosscheck("check", "--live", "--fix")).toMatchObject({ exitCode: 2, stdout: "" });
    const { exitCode, stderr } = await crosscheck("check", ".", "--dry-run");
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: "crosscheck: --dry-run is said of --fix: give both\n",
    });
    expect(await crosscheck("check", ".", "--fix", "--watch")).toMatchObject({ exitCode: 2 });
  });
});

describe("files that are replaced together", () => {
  const changes = (folder: string) =>
    ["a.json", "b.json"].map((name) => ({ file: join(folder, name), before: "old\n", after: "new\n" }));
  const texts = async (folder: string) =>
    Promise.all(["a.json", "b.json"].map((name) => readFile(join(folder, name), "utf8")));

  test("all change", async () => {
    using folder = temporaryFolder();
    for (const { file, before } of changes(folder.path)) await writeFile(file, before);
    await replaceFiles(changes(folder.path));
    expect(await texts(folder.path)).toEqual(["new\n", "new\n"]);
    expect(await readdir(folder.path)).toEqual(["a.json", "b.json"]);
  });

  test("none does where one has changed since it was read", async () => {
    using folder = temporaryFolder();
    for (const { file, before } of changes(folder.path)) await writeFile(file, before);
    await writeFile(join(folder.path, "b.json"), "another\n");
    await expect(replaceFiles(changes(folder.path))).rejects.toThrow(/b\.json has changed since it was read/);
    expect(await texts(folder.path)).toEqual(["old\n", "another\n"]);
    expect(await readdir(folder.path)).toEqual(["a.json", "b.json"]);
  });

  test("none does where one cannot be written", async () => {
    using folder = temporaryFolder();
    const [first, second] = changes(folder.path);
    if (first === undefined || second === undefined) throw new Error("two changes are made");
    await writeFile(first.file, first.before);
    await expect(replaceFiles([first, { ...second, file: join(folder.path, "gone", "b.json") }])).rejects.toThrow(
      /the repair cannot be written/,
    );
    expect(await readFile(first.file, "utf8")).toBe("old\n");
    expect(await readdir(folder.path)).toEqual(["a.json"]);
  });
});
