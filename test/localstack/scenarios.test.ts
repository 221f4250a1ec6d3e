/** Every scenario on LocalStack, and what is to come of the flow there. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { localstack } from "../../harness/index.ts";
import type { RunResult, StepResult } from "../../harness/result.ts";
import { run } from "../../harness/run.ts";
import type { Target } from "../../harness/target.ts";
import { scenarios } from "../../scenarios/index.ts";
import { docker, say } from "./docker.ts";

const found = await docker();
// Skipped tests are easily overlooked.
if (found.kind === "missing") say(`LocalStack is not tested: ${found.reason}`);

describe.skipIf(found.kind === "missing")("on LocalStack", () => {
  let target: Target;
  let result: RunResult;

  beforeAll(async () => {
    target = await localstack({ onProgress: say });
    result = await run(scenarios, target);
  });
  afterAll(() => target?.[Symbol.asyncDispose]());

  test.for(scenarios.map(({ name, title }) => ({ name, title })))("$name: $title", ({ name }, { skip }) => {
    const verdict = result.scenarios.find((each) => each.name === name)?.verdict;
    if (verdict?.kind === "failed") throw new Error(verdict.failure.message);
    // It could not fail there.
    if (verdict?.kind === "inconclusive" && !isFlow(name)) skip(verdict.because);
    expect(verdict?.kind).toBe(isFlow(name) ? "inconclusive" : "passed");
  });

  test("the flow delivers, and neither its ownership nor its policies are proven by that", () => {
    const flow = result.scenarios.find(({ name }) => name === "cross-account-delivery");
    expect(verdictsOf(flow?.steps ?? [])).toEqual({
      "delivered: the object appears in account B's bucket": "passed",
      contents: "passed",
      key: "inconclusive: an object's key has no version (control object-key-has-the-version; docs/targets.md)",
      ownership:
        "inconclusive: every account has the same canonical user ID (control accounts-have-canonical-user-ids-of-their-own; docs/targets.md)",
      policies:
        "inconclusive: a caller without any permission is allowed everything (control identity-policy-is-enforced; docs/targets.md)",
    });
  });

  test("what differs from AWS on the way is inconclusive and says what was seen", () => {
    const flow = result.scenarios.find(({ name }) => name === "cross-account-delivery");
    const onTheWay = flow?.steps.filter(({ phase, verdict }) => phase === "given" && verdict.kind !== "passed") ?? [];
    expect(onTheWay.map(({ title }) => title)).toEqual([
      "a bucket policy for a role that does not exist yet is refused",
      "the bucket is another, the version is the next, and nothing else has changed",
      "an update with the version of before is refused",
    ]);
    for (const { verdict } of onTheWay) expect(verdict.kind).toBe("inconclusive");
  });

  test("a target that keeps no promise is told from one that was not asked", () => {
    const findings = result.measurement?.controls.map(({ finding }) => finding.kind) ?? [];
    expect(findings.filter((each) => each === "not-measured")).toEqual([]);
    expect(findings).toContain("holds");
    expect(findings).toContain("fails");
  });
});

function isFlow(name: string): boolean {
  return name.startsWith("cross-account-delivery");
}

function verdictsOf(steps: readonly StepResult[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    steps
      .filter(({ phase }) => phase === "outcome")
      .map(({ title, verdict }) => [
        title,
        verdict.kind === "inconclusive" ? `inconclusive: ${verdict.because}` : verdict.kind,
      ]),
  );
}
