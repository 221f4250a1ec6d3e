/** A run as JUnit XML, for the test views of CI servers. */
import junit, { type Builder } from "junit-report-builder";
import type { RunResult, ScenarioResult } from "../harness/result.ts";
import { printable } from "./printable.ts";
import { accountOf, headOf, reasonOf, sentenceOf, shortReasonOf } from "./wording.ts";

/**
 * One suite, a test case a scenario: failed with its message, its steps as content; what is inconclusive is skipped, with
 * its reason as output, for JUnit has no third verdict. Text of others cannot break out: what XML cannot hold is written out.
 */
export function junitReport(run: RunResult): string {
  // What it exports is the builder itself, which its types have as a member of that.
  const builder = (junit as unknown as Builder).newBuilder();
  const suite = builder
    .testSuite()
    .name("firehose-crosscheck")
    .timestamp(new Date(run.startedAt))
    .time(seconds(run.durationMs))
    .property("target", legal(run.target))
    .property("summary", legal(sentenceOf(run)));
  if (run.version !== undefined) suite.property("version", legal(run.version));
  for (const scenario of run.scenarios) {
    const testCase = suite
      .testCase()
      .className(`firehose-crosscheck.${legal(familyOf(scenario))}`)
      .name(legal(headOf(scenario)))
      .time(seconds(scenario.durationMs));
    const { verdict } = scenario;
    if (verdict.kind === "failed") {
      testCase.failure(legal(shortReasonOf(verdict) ?? ""), legal(verdict.failure.code ?? "failed"));
      testCase.stacktrace(legal(accountOf(scenario).join("\n")));
    } else if (verdict.kind === "inconclusive") {
      testCase.skipped().standardOutput(legal(`inconclusive: ${reasonOf(verdict)}`));
    }
  }
  return builder.build();
}

/** The part of the name before its `/`. */
function familyOf({ name }: ScenarioResult): string {
  return name.replace(/\/.*/, "");
}

function seconds(ms: number): number {
  return Math.round(ms) / 1000;
}

/**
 * Text as XML can hold it. Half a surrogate pair and two more are no characters to XML 1.0; the other ones are written out by
 * `printable`, and so is what would end a CDATA section: the builder escapes the first of them alone.
 */
export function legal(text: string): string {
  return printable(text.toWellFormed())
    .replaceAll(/[\ufffe\uffff]/g, "\ufffd")
    .replaceAll("]]>", "]]\\u003e");
}
