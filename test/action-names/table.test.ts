import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { modules } from "./modules.ts";
import { root } from "./table.ts";

test.each(Object.entries(modules))("%s is what the installed data comes to", async (file, text) => {
  expect(await readFile(new URL(file, root), "utf8")).toBe(await text());
});
