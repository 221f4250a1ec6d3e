/** A check as JUnit XML, for the test views of CI servers. */
import junit, { type Builder } from "junit-report-builder";
import type { CheckResult } from "../check/result.ts";
import { checkText } from "./check-text.ts";
import { legal } from "./junit.ts";

/**
 * One suite: that the delivery works, and with a baseline that it does what was approved. What is inconclusive is skipped,
 * with its reason as output, for JUnit has no third verdict.
 */
export function checkJunit(result: CheckResult): string {
  // What it exports is the builder itself, which its types have as a member of that.
  const builder = (junit as unknown as Builder).newBuilder();
  const { subject, verdict, summary, cause, baseline } = result;
  const suite = builder.testSuite().name("firehose-crosscheck check");
  const reader = subject.accountA === subject.accountB ? "its account" : "account B";
  const className = `firehose-crosscheck.check.${legal(subject.deliveryStream)}`;
  const works = suite
    .testCase()
    .className(className)
    .name(legal(`a record arrives in bucket ${subject.bucket}, and ${reader} can read it`));
  if (verdict === "broken") {
    works.failure(legal(summary), legal(cause?.kind ?? "broken"));
    works.stacktrace(legal(checkText(result, { write: () => true })));
  } else if (verdict === "inconclusive") {
    works.skipped().standardOutput(legal(`inconclusive: ${summary}`));
  }
  if (baseline !== undefined) {
    const same = suite
      .testCase()
      .className(className)
      .name(legal(`it does what ${baseline.file} approves`));
    if (baseline.differences !== undefined) {
      same.failure("the behaviour has changed", "behaviour-changed");
      same.stacktrace(legal(baseline.differences));
    }
  }
  return builder.build();
}
