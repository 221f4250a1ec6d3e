import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { conditionKeyNamesModule, root } from "./table.ts";

test("the table of condition keys is what the installed data comes to", async () => {
  const table = await readFile(new URL("emulator/policy/condition-key-names.ts", root), "utf8");
  expect(table).toBe(await conditionKeyNamesModule());
});
