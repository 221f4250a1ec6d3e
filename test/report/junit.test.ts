import { parseXML } from "@aws-sdk/xml-builder";
import { describe, expect, test } from "vitest";
import type { RunResult } from "../../harness/result.ts";
import { junitReport } from "../../report/junit.ts";
import { failedWith, runResult, scenarioResult, stepResult } from "../support/results.ts";
import { hostile } from "./hostile.ts";

const failed = failedWith("no object\nlast seen: an empty bucket");
const run = runResult([
  scenarioResult("permissions/one"),
  scenarioResult("permissions/two", failed, { steps: [stepResult("wait", { verdict: failed })] }),
  scenarioResult("flow", { kind: "inconclusive", because: "no AWS CLI\nis here" }),
]);

/** As XML says it. */
function read(result: RunResult) {
  return parseXML(junitReport(result)).testsuites.testsuite;
}

describe("a run as JUnit XML", () => {
  test("is one suite with counts, times and what it was played on", () => {
    expect(read(run)).toMatchObject({
      name: "firehose-crosscheck",
      tests: "3",
      failures: "1",
      errors: "0",
      skipped: "1",
      time: "60",
      timestamp: "2026-11-24T09:00:00",
      properties: {
        property: [
          { name: "target", value: "embedded" },
          { name: "summary", value: "1 passed, 1 failed, 1 inconclusive on embedded in 1 min 00 s" },
          { name: "version", value: "0.1.0" },
        ],
      },
    });
  });

  test("has a case a scenario: its failure with all that led to it, and what is inconclusive as skipped with its reason", () => {
    expect(read(run).testcase).toEqual([
      {
        classname: "firehose-crosscheck.permissions",
        name: "permissions/one: title of permissions/one",
        time: "1.234",
      },
      {
        classname: "firehose-crosscheck.permissions",
        name: "permissions/two: title of permissions/two",
        time: "1.234",
        failure: {
          message: "no object",
          type: "failed",
          "#text":
            "no object\nlast seen: an empty bucket\nseed 7\n\n✗ wait  12 ms\n  no object\n  last seen: an empty bucket",
        },
      },
      {
        classname: "firehose-crosscheck.flow",
        name: "flow: title of flow",
        time: "1.234",
        skipped: "",
        "system-out": "inconclusive: no AWS CLI\nis here",
      },
    ]);
  });

  test("has AWS's error code as the type of a failure", () => {
    const verdict = { kind: "failed", failure: { short: "denied", message: "denied", code: "AccessDenied" } } as const;
    expect(read(runResult([scenarioResult("flow", verdict)])).testcase.failure.type).toBe("AccessDenied");
  });

  test("keeps hostile text as text, and writes out what XML cannot hold", () => {
    const seen = read(runResult([scenarioResult("flow", failedWith(hostile), { title: hostile, setting: [] })]));
    const shown = hostile
      .replace("\u0000\u001b", "\\u0000\\u001b")
      .replace("\ud800", "\ufffd")
      .replace("\uffff", "\ufffd")
      .replace("]]>", "]]\\u003e");
    expect(seen.testcase.failure["#text"]).toBe(shown);
    expect(seen.testcase.failure.message).toBe(shown.split("\n")[0]);
    expect(Object.keys(seen)).not.toContain("script");
  });

  test("lets no text forge a case, however often it ends a CDATA section", () => {
    const forged = ']]></failure></testcase><testcase name="forged"><failure><![CDATA[';
    const report = read(runResult([scenarioResult(`one${forged}`, failedWith(`${forged} and ${forged}`))]));
    expect([report.testcase].flat()).toHaveLength(1);
    expect(report.testcase.failure["#text"]).toContain("]]\\u003e</failure>");
  });
});
