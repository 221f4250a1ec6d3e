import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { actionNamesModule, root } from "./table.ts";

test("the table of actions is what the installed data comes to", async () => {
  expect(await readFile(new URL("emulator/policy/action-names.ts", root), "utf8")).toBe(await actionNamesModule());
});
