import { parseXML } from "@aws-sdk/xml-builder";
import type { Log, Result } from "sarif";
import { describe, expect, test } from "vitest";
import type { CheckResult } from "../../check/result.ts";
import { checkAnnotations, checkSummary } from "../../report/check-github.ts";
import { checkJunit } from "../../report/check-junit.ts";
import { checkSarif } from "../../report/check-sarif.ts";
import { brokenCheck, inconclusiveCheck, mutated, workingCheck } from "../support/check-results.ts";
import { hostile } from "./hostile.ts";

function logOf(result: CheckResult): Log {
  return JSON.parse(checkSarif(result, { version: "0.1.0", workingDirectory: process.cwd() }));
}

function resultsOf(result: CheckResult): readonly Result[] {
  return logOf(result).runs[0]?.results ?? [];
}

const grants = { id: "ownership", text: "let it be ObjectWriter", effect: "harmless", grants: ["A can read"] } as const;
const withMatrix: CheckResult = {
  ...workingCheck,
  matrix: {
    durationMs: 10,
    findings: [mutated({}), mutated({ id: "needed", effect: "load-bearing" }), mutated(grants)],
  },
};

describe("a check as SARIF", () => {
  test.each([workingCheck, brokenCheck, inconclusiveCheck, withMatrix])(
    "has what the standard and code scanning ask for (%#)",
    (result) => {
      const log = logOf(result);
      expect(log).toMatchObject({ version: "2.1.0", $schema: expect.stringMatching(/sarif-2\.1\.0\.json$/) });
      const rules = log.runs[0]?.tool.driver.rules ?? [];
      expect(log.runs[0]?.tool.driver).toMatchObject({ name: "firehose-crosscheck", version: "0.1.0" });
      expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
      for (const { ruleId, ruleIndex, level, message, locations, partialFingerprints } of log.runs[0]?.results ?? []) {
        expect(rules[ruleIndex ?? -1]?.id).toBe(ruleId);
        expect(["error", "warning", "note"]).toContain(level);
        expect(message.text).not.toBe("");
        expect(locations?.[0]?.physicalLocation?.artifactLocation?.uri).toMatch(/^policies\//);
        expect(partialFingerprints?.primaryLocationLineHash).toMatch(/^[0-9a-f]{32}:1$/);
      }
    },
  );

  test("has what would give access and what is in excess, and nothing that is needed", () => {
    expect(resultsOf(withMatrix).map(({ ruleId, level, message }) => [ruleId, level, message.text])).toEqual([
      [
        "grants-access",
        "note",
        "it would give access to somebody who should have none: let it be ObjectWriter\n\nA can read",
      ],
      ["excess-permission", "note", "nothing uses it: remove `s3:ListBucket`"],
    ]);
  });

  test("has the same fingerprint where lines move, and another one in another statement", () => {
    const { cause } = brokenCheck;
    if (cause === undefined) throw new RangeError("it is broken");
    const fingerprint = (source: Partial<typeof cause.source>) =>
      resultsOf({ ...brokenCheck, cause: { ...cause, source: { ...cause.source, ...source } } })[0]
        ?.partialFingerprints;
    const was = fingerprint({});
    expect(fingerprint({ line: 30, column: 9 })).toEqual(was);
    expect(fingerprint({ path: "Statement[1]" })).not.toEqual(was);
  });

  test("keeps hostile text inert: no link, nothing that moves a cursor, names of files encoded", () => {
    const source = { file: `policies/${hostile}`, line: 1, path: hostile };
    const [result] = resultsOf({
      ...workingCheck,
      matrix: { durationMs: 1, findings: [mutated({ text: hostile, source })] },
    });
    expect(result?.message.text).toContain("\\[link\\](http://evil)");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about.
    const moving = /[\u0000-\u0009\u001b]/;
    expect(result?.message.text).not.toMatch(moving);
    expect(result?.locations?.[0]?.logicalLocations?.[0]?.fullyQualifiedName).not.toMatch(moving);
    expect(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toMatch(/^policies\/[\w%.!~*'()/-]+$/);
  });
});

describe("a check for GitHub", () => {
  test("has no more annotations than it shows, the last saying how many more there are", () => {
    const many = (count: number) => ({
      ...inconclusiveCheck,
      notChecked: Array.from({ length: count }, () => inconclusiveCheck.notChecked[0] ?? []).flat(),
    });
    expect(checkAnnotations(many(10))[9]).toMatchObject({ file: "policies/crosscheck.json", startLine: 9 });
    const of12 = checkAnnotations(many(12));
    expect(of12).toHaveLength(10);
    expect(of12[9]).toEqual({ level: "warning", title: "3 more", message: inconclusiveCheck.summary });
  });

  test("keeps hostile text inert", () => {
    const markdown = checkSummary({ ...brokenCheck, summary: hostile });
    const tags = [...markdown.matchAll(/<\/?(\w*)/g)].map(([, tag]) => tag);
    expect(new Set(tags)).toEqual(new Set(["details", "summary", "pre"]));
    expect(markdown.match(/<pre>.*<\/pre>/s)?.[0]).not.toContain("\n\n");
  });

  test("leaves out what GitHub would not take, and says so", () => {
    const findings = Array.from({ length: 4_000 }, (_, at) => mutated({ id: String(at), text: "x".repeat(300) }));
    const markdown = checkSummary({ ...workingCheck, matrix: { durationMs: 1, findings } });
    expect(markdown.length).toBeLessThan(2 ** 20);
    expect(markdown).toContain("\nThere is more; the results have it.</pre>\n");
  });
});

test("a check as JUnit XML keeps hostile text inert", () => {
  const subject = { ...brokenCheck.subject, deliveryStream: hostile };
  const { testsuite } = parseXML(checkJunit({ ...brokenCheck, subject, summary: hostile })).testsuites;
  expect(testsuite.testcase.failure.message).toContain("<script>alert(1)</script>");
  expect(Object.keys(testsuite.testcase).sort()).toEqual(["classname", "failure", "name"]);
});
