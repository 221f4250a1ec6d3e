import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startCrosscheck } from "../support/crosscheck-process.ts";

/** A configuration as a team would keep it. It was written, with what AWS makes of it, before it was first checked. */
interface AsFound {
  readonly about: string;
  /** Relative to its folder. */
  readonly args: readonly string[];
  /** A file that is piped in. */
  readonly stdin?: string;
  readonly expect: "works" | "broken" | "inconclusive";
  /** What the cause is told by: a regular expression. */
  readonly cause?: string;
  /** Why AWS does so, with the source. */
  readonly why: string;
  /** What came of it the first time. */
  readonly first: { readonly verdict: string; readonly line: string };
  /** What comes of it today. */
  readonly now: "works" | "broken" | "inconclusive";
  /** Why that is not what was expected, where it is not. */
  readonly differs?: string;
}

const all = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => {
    const folder = join(import.meta.dirname, name);
    return { name, folder, ...(JSON.parse(readFileSync(join(folder, "about.json"), "utf8")) as AsFound) };
  });

test("there are more than twenty, and hardly any differs from what was expected", () => {
  expect(all.length).toBeGreaterThan(20);
  expect(all.filter(({ now, expect: expected }) => now !== expected).length).toBeLessThanOrEqual(2);
  expect(all.filter(({ now, expect: expected, differs }) => (now !== expected) !== (differs !== undefined))).toEqual(
    [],
  );
});

test.each(all)("$name: $about", async ({ args, stdin, folder, now, cause }) => {
  const input = stdin === undefined ? undefined : readFileSync(join(folder, stdin), "utf8");
  const { exitCode, stdout, stderr } = await startCrosscheck(args, { NO_COLOR: "1" }, input, folder).ended;
  expect(/^[✓✗?] (\w+)/m.exec(stdout)?.[1], stderr).toBe(now);
  expect(exitCode).toBe(now === "broken" ? 1 : 0);
  if (cause !== undefined) expect(stdout).toMatch(new RegExp(cause, "im"));
});
