import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ownFolder } from "../../cli/compile-cache.ts";
import { startCrosscheck } from "../support/crosscheck-process.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const uid = process.getuid?.() ?? 0;

describe.skipIf(process.platform === "win32")("the folder of what was compiled", () => {
  test("is made for the user alone", () => {
    using folder = temporaryFolder();
    const path = join(folder.path, "a", "b");
    expect(ownFolder(path, uid)).toBe(path);
    expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  test("is none that another user owns, or in a folder that another user owns", () => {
    using folder = temporaryFolder();
    expect(ownFolder(join(folder.path, "a"), uid + 1)).toBeUndefined();
  });

  test.each(["a", "."])("is none where others can write into `%s`", (open) => {
    using folder = temporaryFolder();
    const path = join(folder.path, "a");
    mkdirSync(path);
    chmodSync(join(folder.path, open), 0o777);
    expect(ownFolder(path, uid)).toBeUndefined();
  });

  test("may be in a folder where each removes what is its own alone", () => {
    using folder = temporaryFolder();
    chmodSync(folder.path, 0o1777);
    const path = join(folder.path, "a");
    expect(ownFolder(path, uid)).toBe(path);
  });

  test("is judged behind links", () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, "there"));
    chmodSync(join(folder.path, "there"), 0o777);
    symlinkSync("there", join(folder.path, "link"));
    expect(ownFolder(join(folder.path, "link"), uid)).toBeUndefined();
  });

  test("is not made where there is no home", () => {
    expect(ownFolder(undefined, uid)).toBeUndefined();
    expect(ownFolder("/dev/null/below", uid)).toBeUndefined();
  });

  test("is the only one that a start reads from and writes into", async () => {
    using folder = temporaryFolder();
    const [cache, temporary] = [join(folder.path, "cache"), join(folder.path, "tmp")];
    mkdirSync(temporary);
    const environment = { XDG_CACHE_HOME: cache, TMPDIR: temporary, NODE_COMPILE_CACHE: "" };
    expect(await startCrosscheck(["list"], environment).ended).toMatchObject({ exitCode: 0, stderr: "" });
    expect(existsSync(join(temporary, "node-compile-cache"))).toBe(false);
    expect(readdirSync(join(cache, "firehose-crosscheck", "compiled"))).not.toEqual([]);
  });
});
