import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lintWorkflow } from "../support/actionlint.ts";

const folder = join(import.meta.dirname, "../../.github/workflows");
const files = readdirSync(folder);

test("there are two workflows", () => {
  expect(files).toEqual(["ci.yml", "nightly.yml"]);
});

test.each(files)("actionlint finds nothing in %s", async (file) => {
  expect(await lintWorkflow(readFileSync(join(folder, file), "utf8"))).toEqual([]);
});

test("actionlint finds what is wrong in another", async () => {
  const workflow =
    "on: push\njobs:\n  play:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ matrix.shard }}\n";
  expect(await lintWorkflow(workflow)).toEqual(['6:23: property "shard" is not defined in object type {}']);
});
