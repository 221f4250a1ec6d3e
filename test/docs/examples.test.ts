/** Examples in the documentation are the code of tests that run. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { embedded, runScenario } from "../../harness/index.ts";
import { crossAccountDelivery } from "../../scenarios/cross-account-delivery.ts";

const root = join(import.meta.dirname, "..", "..");

/** How an example imports what a test reaches by its path. */
const published: readonly (readonly [path: string, name: string])[] = [
  ["../../harness/index.ts", "firehose-crosscheck"],
  ["../../harness/vitest.ts", "firehose-crosscheck/vitest"],
  ["../../emulator/index.ts", "firehose-crosscheck/emulator"],
];

interface Example {
  readonly page: string;
  /** `test/docs/own-scenario.test.ts#scenarios` */
  readonly source: string;
  readonly code: string;
}

/** Blocks of code under a comment `<!-- example: <file>#<mark> -->`. */
function examplesIn(page: string): readonly Example[] {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(/<!-- example: (\S+) -->\n```ts\n(.*?)```\n/gs)].map(([, source = "", code = ""]) => ({
    page,
    source,
    code,
  }));
}

function marked(source: string): string | undefined {
  const [file = "", mark = ""] = source.split("#");
  const text = readFileSync(join(root, file), "utf8");
  const [, code] = new RegExp(`^// example: ${mark}\n(.*?)^// end$`, "ms").exec(text) ?? [];
  return code && published.reduce((changed, [path, name]) => changed.replaceAll(`"${path}"`, `"${name}"`), code);
}

const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const examples = pages.flatMap(examplesIn);

describe("every example", () => {
  test("is found", () => expect(examples.length).toBeGreaterThan(0));

  test.each(examples)("of $page is the code of $source", ({ source, code }) => {
    expect(code).toBe(marked(source));
  });
});

test("every name that examples import is one that the package exports", () => {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { exports: object };
  const names = published.map(([, name]) => name.replace("firehose-crosscheck", "."));
  for (const name of names) expect(Object.keys(exports)).toContain(name);
});

test("the run that the README shows has the steps of the scenario, in their order", async () => {
  const { steps } = await runScenario(crossAccountDelivery, embedded());
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const [, shown = ""] = /```text\n(cross-account-delivery: .*?)```/s.exec(readme) ?? [];
  const titles = [...shown.matchAll(/^ {2}✓ (.+)$/gm)].map(([, title]) => title);
  expect(titles).toEqual(steps.map(({ title }) => title));
});
