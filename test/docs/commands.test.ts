/** Every command that the documentation has a reader type does what the page shows. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { elsewhere, isElsewhere } from "./console/elsewhere.ts";
import { commandsOf, masked, readPage } from "./console/page.ts";
import { pages, playPage, root, textOf } from "./console/play.ts";

const allPages = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

describe.each(pages)("%s", (page) => {
  test("shows what its commands print", async () => {
    const commands = commandsOf(readPage(page, await textOf(page)));
    expect(commands.length).toBeGreaterThan(0);
    const results = await playPage(page);
    expect(results.map(({ line }) => line)).toEqual(commands.map(({ line }) => line));
    for (const [index, { line, output }] of commands.entries()) {
      const result = results[index];
      // Exit code 1 is a finding, which the page shows; 2 and above is a command that cannot be run so.
      expect(result?.exitCode, `${line}\n${result?.output}`).toBeLessThan(2);
      if (output !== "" && result?.output !== undefined) expect(masked(result.output), line).toBe(masked(output));
    }
  });
});

test("a command that no page runs is run by a test that says so", async () => {
  const unaccounted: string[] = [];
  for (const page of allPages) {
    for (const step of readPage(page, await textOf(page)).steps) {
      const isPlayed = step.kind === "file" || (step.kind === "command" && pages.includes(page));
      if (!isPlayed && !isElsewhere(step.line)) unaccounted.push(`${page}: ${step.line}`);
    }
  }
  expect(unaccounted).toEqual([]);
});

test.each(elsewhere)("`$command` is run by $runBy", ({ runBy, evidence }) => {
  expect(readFileSync(join(root, runBy), "utf8")).toContain(evidence);
});

test("no command is accounted for that no page has", async () => {
  const texts = await Promise.all(allPages.map(async (page) => readPage(page, await textOf(page)).steps));
  const lines = new Set(texts.flat().flatMap((step) => (step.kind === "file" ? [] : [step.line])));
  expect(elsewhere.filter(({ command }) => !lines.has(command)).map(({ command }) => command)).toEqual([]);
});
