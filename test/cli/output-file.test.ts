import { execFile } from "node:child_process";
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { appendOutputFile, writeOutputFile } from "../../cli/output-file.ts";
import { runProgram } from "../../cli/program.ts";
import { learnFromEnvironment } from "../../harness/redaction/known-secrets.ts";
import { corpusFolder } from "../support/corpus.ts";
import { capture } from "../support/streams.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const article = join(corpusFolder, "article");
const main = join(import.meta.dirname, "..", "..", "cli", "main.ts");

async function crosscheck(...argv: readonly string[]) {
  const streams = capture();
  return { exitCode: await runProgram(argv, streams), ...streams.written() };
}

describe("a file that is kept", () => {
  test("takes the place of the old one whole, so that a reader of the old one is not cut off", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "kept.json");
    await writeFile(file, "old");
    const { ino } = await stat(file);
    await writeOutputFile(file, "new");
    expect(await readFile(file, "utf8")).toBe("new");
    expect((await stat(file)).ino).not.toBe(ino);
    expect(await readdir(folder.path)).toEqual(["kept.json"]);
  });

  test("stays as it was where the disk does not take the new one, in one sentence and exit code 2", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "approved.json");
    await writeFile(file, "approved\n");
    const command = `ulimit -f 1; exec "$0" "$@"`;
    const words = [process.execPath, main, "check", article, "--baseline", file, "--update-baseline"];
    const refused = await promisify(execFile)("sh", ["-c", command, ...words]).catch((error) => error);
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toMatch(/^crosscheck: the baseline cannot be written: EFBIG: [^\n]*\n$/);
    expect(await readFile(file, "utf8")).toBe("approved\n");
    expect(await readdir(folder.path)).toEqual(["approved.json"]);
  });

  test("keeps its permissions, and a link to it stays a link", async () => {
    using folder = temporaryFolder();
    const [file, link] = [join(folder.path, "file"), join(folder.path, "link")];
    await writeFile(file, "old");
    await chmod(file, 0o666);
    await symlink("file", link);
    await writeOutputFile(link, "new");
    expect(await readFile(file, "utf8")).toBe("new");
    expect((await stat(file)).mode & 0o777).toBe(0o666);
    expect((await readdir(folder.path, { withFileTypes: true })).filter((each) => each.isSymbolicLink())).toHaveLength(
      1,
    );
  });

  test("is made where a link names what is not there yet, and a device is written to", async () => {
    using folder = temporaryFolder();
    await symlink(join("below", "file"), join(folder.path, "link"));
    await writeOutputFile(join(folder.path, "link"), "new");
    expect(await readFile(join(folder.path, "below", "file"), "utf8")).toBe("new");
    await writeOutputFile("/dev/null", "new");
    expect((await stat("/dev/null")).isCharacterDevice()).toBe(true);
  });
});

describe("where files are named", () => {
  test("their folders are made", async () => {
    using folder = temporaryFolder();
    const file = (name: string) => join(folder.path, "results", "of", name);
    const { exitCode } = await crosscheck(
      ...["check", article, "--json", file("a.json"), "--reporter", `junit=${file("b.xml")}`],
      ...["--baseline", file("c.json"), "--update-baseline"],
    );
    expect(exitCode).toBe(0);
    expect((await readdir(join(folder.path, "results", "of"))).toSorted()).toEqual(["a.json", "b.xml", "c.json"]);
  });

  test("`-` is standard output", async () => {
    for (const words of [
      ["--json", "-"],
      ["--reporter", "json=-"],
    ]) {
      const { stdout } = await crosscheck("check", article, ...words);
      expect(JSON.parse(stdout)).toMatchObject({ format: "firehose-crosscheck/check/1" });
    }
    const both = await crosscheck("check", article, "--json", "-", "--reporter", "junit=-");
    expect(both).toMatchObject({ exitCode: 2, stdout: "" });
  });

  test("`-` is refused for what another call reads", async () => {
    expect(await crosscheck("check", article, "--baseline", "-", "--update-baseline")).toMatchObject({
      exitCode: 2,
      stderr: "crosscheck: --baseline keeps a file for other calls: give it a name, not `-`\n",
    });
  });

  test("a folder is refused before anything is played", async () => {
    using folder = temporaryFolder();
    const { exitCode, stdout, stderr } = await crosscheck("check", article, "--json", folder.path);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/^crosscheck: the results cannot be written to .*: EISDIR/);
  });
});

describe("--report", () => {
  test("writes over its own page, and over another's only with --overwrite", async () => {
    using folder = temporaryFolder();
    const report = join(folder.path, "site");
    const page = join(report, "index.html");
    await mkdir(report);
    await writeFile(page, "<!doctype html><title>Ours</title>\n");
    const refused = await crosscheck("check", article, "--report", report);
    expect(refused).toMatchObject({
      exitCode: 2,
      stdout: "",
      stderr: `crosscheck: ${page} is no report of crosscheck and would be written over: name another folder, or give --overwrite\n`,
    });
    expect(await readdir(report)).toEqual(["index.html"]);
    expect(await crosscheck("check", article, "--report", report, "--overwrite")).toMatchObject({ exitCode: 0 });
    expect(await crosscheck("check", article, "--report", report)).toMatchObject({ exitCode: 0 });
  });
});

test("a file is written without secrets, also where it is added to", async () => {
  using folder = temporaryFolder();
  learnFromEnvironment({ OUTPUT_TOKEN: "Planted-in-a-file-1" });
  const file = join(folder.path, "summary.md");
  await writeOutputFile(file, "one Planted-in-a-file-1\n");
  await appendOutputFile(file, `two ${Buffer.from("Planted-in-a-file-1").toString("hex")}\n`);
  expect(await readFile(file, "utf8")).toBe("one [redacted]\ntwo [redacted]\n");
});
