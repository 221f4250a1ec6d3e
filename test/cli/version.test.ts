import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { version } from "../../cli/version.ts";

test("the version that the command tells is the package's", () => {
  const text = readFileSync(join(import.meta.dirname, "..", "..", "package.json"), "utf8");
  expect(version).toBe((JSON.parse(text) as { version: string }).version);
});
