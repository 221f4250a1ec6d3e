import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { manifest } from "../../check/read/folder-schema.ts";

const root = join(import.meta.dirname, "..", "..");
const page = readFileSync(join(root, "docs/check.md"), "utf8");

test("the manifest on the page is one that the corpus finds to work", () => {
  const [, file = "", text] = /<!-- file: (\S+) -->\n```json\n(.*?)```/s.exec(page) ?? [];
  expect(text).toBe(readFileSync(join(root, file), "utf8"));
  const expected = readFileSync(join(root, file, "..", "expected.json"), "utf8");
  expect(JSON.parse(expected)).toMatchObject({ verdict: "works" });
});

test("the page tells of every member of a manifest, and of none besides", () => {
  const [, table = ""] = /\| Member \| What it holds \|\n(.*?)\n\n/s.exec(page) ?? [];
  const told = table
    .split("\n")
    .slice(1)
    .flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([$\w]+)`/g)].map(([, member]) => member));
  expect(told.sort()).toEqual(Object.keys(manifest.entries).sort());
});
