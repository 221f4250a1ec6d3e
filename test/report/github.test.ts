import { describe, expect, test } from "vitest";
import { annotationsOf, summaryMarkdown } from "../../report/github.ts";
import { failedWith, passed, runResult, scenarioResult, stepResult } from "../support/results.ts";
import { hostile } from "./hostile.ts";

const failed = failedWith("no object\nlast seen: none");
const inconclusive = { kind: "inconclusive", because: "no AWS CLI" } as const;

/** What a reader sees of text that is escaped. */
function shown(markdown: string): string {
  return markdown.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}

describe("the summary of a job", () => {
  test("has the verdict first, what did not pass with all there is to say, and everything as a table", () => {
    const steps = [stepResult("wait", { verdict: failed, facts: [{ name: "key", value: "a/b" }] })];
    const run = runResult([
      scenarioResult("one"),
      scenarioResult("two", failed, { steps }),
      scenarioResult("three", inconclusive),
    ]);
    expect(shown(summaryMarkdown(run)).replaceAll("\u200b", "")).toBe(
      [
        "## ✗ 1 passed, 1 failed, 1 inconclusive on embedded in 1 min 00 s",
        "",
        "<details open><summary>✗ two: title of two</summary>",
        "<pre>no object",
        "last seen: none",
        "seed 7",
        "",
        "✗ wait  12 ms",
        "  key  a/b",
        "  no object",
        "  last seen: none</pre>",
        "</details>",
        "",
        "<details><summary>? three: title of three</summary>",
        "<pre>no AWS CLI",
        "seed 7</pre>",
        "</details>",
        "",
        "<details><summary>all 3</summary>",
        "<table>",
        "<tr><td>✓ passed</td><td>one: title of one</td><td>1.23 s</td><td>seed 7</td></tr>",
        "<tr><td>✗ failed</td><td>two: title of two</td><td>1.23 s</td><td>seed 7</td></tr>",
        "<tr><td>? inconclusive</td><td>three: title of three</td><td>1.23 s</td><td>seed 7</td></tr>",
        "</table>",
        "</details>",
        "",
      ].join("\n"),
    );
  });

  test.each([
    [[passed, passed], "✓"],
    [[passed, inconclusive], "?"],
    [[inconclusive, failed], "✗"],
    [[], "?"],
  ])("begins with the worst verdict (%#)", (verdicts, sign) => {
    const scenarios = verdicts.map((verdict, at) => scenarioResult(String(at), verdict));
    expect(summaryMarkdown(runResult(scenarios)).slice(0, 5)).toBe(`## ${sign} `);
  });

  test("keeps hostile text inert", () => {
    const run = runResult([scenarioResult("one", failedWith(hostile), { title: hostile })]);
    const markdown = summaryMarkdown(run);
    const tags = [...markdown.matchAll(/<\/?(\w*)/g)].map(([, tag]) => tag);
    expect(new Set(tags)).toEqual(new Set(["details", "summary", "pre", "table", "tr", "td"]));
    const [, ...lines] = markdown.split("\n");
    expect(lines.filter((line) => /^[#:>*`-]/.test(line))).toEqual([]);
    expect(markdown.match(/<pre>.*<\/pre>/s)?.[0]).not.toContain("\n\n");
  });

  test("leaves out what GitHub would not take, and says so", () => {
    const long = failedWith("x".repeat(100_000));
    const run = runResult(["one", "two", "three"].map((name) => scenarioResult(name, long)));
    const markdown = summaryMarkdown(run);
    expect(markdown.length).toBeLessThan(2 ** 20);
    expect(markdown).toContain("<p>1 more did not pass; the results have them.</p>");
  });
});

describe("annotations", () => {
  test("are errors for what failed, warnings for what is inconclusive, and none for what passed", () => {
    const run = runResult([
      scenarioResult("one"),
      scenarioResult("two", inconclusive),
      scenarioResult("three", failed),
    ]);
    expect(annotationsOf(run)).toEqual([
      { level: "error", title: "failed: three: title of three", message: "no object" },
      { level: "warning", title: "inconclusive: two: title of two", message: "no AWS CLI" },
    ]);
  });

  test("are no more than GitHub shows, the last saying how many more there are", () => {
    const many = (count: number) =>
      runResult(Array.from({ length: count }, (_, at) => scenarioResult(String(at), failed)));
    expect(annotationsOf(many(10)).map(({ title }) => title)[9]).toBe("failed: 9: title of 9");
    const of11 = annotationsOf(many(11));
    expect(of11).toHaveLength(10);
    expect(of11[9]).toMatchObject({ title: "2 more failed", message: "11 failed on embedded in 1 min 00 s" });
  });
});
