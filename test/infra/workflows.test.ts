import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lintWorkflow } from "../support/actionlint.ts";
import { supplyChainProblems } from "../support/supply-chain.ts";

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

test.each(files)("%s runs only pinned code, with the least permissions", (file) => {
  expect(supplyChainProblems(readFileSync(join(folder, file), "utf8"))).toEqual([]);
});

test("what is not pinned, downloaded on the way or trusted too far would be found", () => {
  const workflow = `permissions: write-all
jobs:
  play:
    steps:
      - uses: actions/checkout@v4
      - uses: actions/cache@0057852bfaa89a56745cba8c7296529d2fc39830
      - run: npm ci
      - run: npx crosscheck run
      - run: echo "\${{ github.event.pull_request.title }}"
`;
  expect(supplyChainProblems(workflow)).toEqual([
    "actions/checkout@v4: not pinned by commit with its version",
    "actions/cache@0057852bfaa89a56745cba8c7296529d2fc39830: not pinned by commit with its version",
    "permissions: more than `contents: read`",
    "play: the checkout leaves its token behind",
    "play: npm runs install scripts",
    "play: npx may download what it runs",
    "play: a script has text of an event",
  ]);
});
