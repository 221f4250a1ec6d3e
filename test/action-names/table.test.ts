import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { actionNamesModule, actionsWithoutResourceModule, root } from "./table.ts";

test.each([
  ["emulator/policy/action-names.ts", actionNamesModule],
  ["emulator/policy/actions-without-resource.ts", actionsWithoutResourceModule],
])("%s is what the installed data comes to", async (file, madeOfData) => {
  expect(await readFile(new URL(file, root), "utf8")).toBe(await madeOfData());
});
