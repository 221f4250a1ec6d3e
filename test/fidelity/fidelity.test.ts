import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startEmulator } from "../../emulator/index.ts";
import { fidelityPage } from "./page.ts";
import { actionSources, root, testsUnder } from "./sources.ts";

test("docs/fidelity.md says what the tables and the tests say; `npm run docs:fidelity` writes it anew", async () => {
  expect(readFileSync(join(root, "docs/fidelity.md"), "utf8")).toBe(await fidelityPage());
});

test("finds the titles of plain, nested and parametrized tests", () => {
  const titles = testsUnder("test/emulator/model").map(({ title }) => title);
  expect(titles).toContain("the virtual clock stands still until it is advanced");
  expect(titles).toContain("the virtual clock cannot be advanced by %s");
  expect(titles).toContain("draws the same from the same seed");
});

test("every emulated operation names its source", async () => {
  await using emulator = await startEmulator();
  const without = emulator
    .operations()
    .filter(({ emulated, service, name }) => emulated !== undefined && !actionSources(service).has(name));
  expect(without.map(({ service, name }) => `${service}:${name}`)).toEqual([]);
});
