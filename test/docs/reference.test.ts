import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as emulator from "../../emulator/index.ts";
import * as harness from "../../harness/index.ts";
import * as vitest from "../../harness/vitest.ts";
import { exportsOf } from "./reference/exports.ts";
import { commandNames, referencePage, root } from "./reference/page.ts";

test("docs/reference.md says what the code says; `npm run docs:reference` writes it anew", async () => {
  expect(readFileSync(join(root, "docs/reference.md"), "utf8")).toBe(await referencePage());
});

test("every command is told of, and `complete`, which is defined apart", async () => {
  expect(await commandNames()).toEqual(expect.arrayContaining(["run", "check", "access", "serve", "complete"]));
});

test.each([
  ["harness/index.ts", harness],
  ["harness/vitest.ts", vitest],
  ["emulator/index.ts", emulator],
])("every name that %s exports at run time is found in its source, and none besides", (file, module) => {
  const atRunTime = exportsOf(join(root, file)).filter(({ kind }) => kind !== "type");
  expect(atRunTime.map(({ name }) => name).sort()).toEqual(Object.keys(module).sort());
});

test("every function, value and class that is exported has a docstring", () => {
  const without = ["harness/index.ts", "harness/vitest.ts", "emulator/index.ts"].flatMap((file) =>
    exportsOf(join(root, file)).filter(({ kind, docstring }) => kind !== "type" && docstring === ""),
  );
  expect(without.map(({ name }) => name)).toEqual([]);
});
