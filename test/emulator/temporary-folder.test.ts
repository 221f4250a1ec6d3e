import { spawnSync } from "node:child_process";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { makeTemporaryFolder, removeAbandoned } from "../../emulator/temporary-folder.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("a folder says whose it is, and those of processes that have died are removed", async () => {
  const own = await makeTemporaryFolder();
  const name = basename(own);
  const host = hostname().replaceAll(/[^A-Za-z0-9]/g, "");
  expect(name).toMatch(new RegExp(`^crosscheck-${host}-${process.pid}-\\d+-\\w{6}$`));
  const { pid } = spawnSync(process.execPath, ["--version"]);
  using folder = temporaryFolder();
  const kept = [
    name,
    name.replace(host, `${host}2`).replace(`-${process.pid}-`, `-${pid}-`),
    "crosscheck-else",
    "other",
  ];
  const gone = name.replace(`-${process.pid}-`, `-${pid}-`);
  for (const each of [...kept, gone]) {
    await mkdir(join(folder.path, each));
    await writeFile(join(folder.path, each, "body"), "spilled");
  }
  await removeAbandoned(folder.path);
  expect((await readdir(folder.path)).toSorted()).toEqual(kept.toSorted());
  await removeAbandoned(join(folder.path, "there-is-none"));
  await rm(own, { recursive: true });
});
