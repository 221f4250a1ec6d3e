/** Runs for the report to show: one that passes, one that fails, one that proves nothing. */
import { allowing, deliveryActions, embedded, run, type Scenario, scenario, without } from "../../../harness/index.ts";
import type { RunResult } from "../../../harness/result.ts";
import type { Target } from "../../../harness/target.ts";
import { makeDelivery } from "../../../scenarios/delivery.ts";
import { scenarios } from "../../../scenarios/index.ts";

/** As a reader's own might be, whose bucket policy lacks an action. */
export const broken: Scenario = scenario({
  name: "orders/arrive",
  title: "an order of account A arrives in account B's bucket",
  shows: "allow",
  twin: "none",
  given: (world) =>
    makeDelivery(world, {
      bucketPolicy: ({ bucket }, role) =>
        allowing(without(deliveryActions, "s3:PutObjectAcl"), bucket, { sid: "AllowDelivery", principal: role }),
    }),
  when: ({ dataStream }) => dataStream.putRecord({ data: "one pen" }),
  outcome: async ({ bucket, deliveryStream }, { check, expect }) => {
    const object = await bucket.waitForObject({ from: deliveryStream, withinSeconds: 600 });
    await check("contents", () => expect(object).toHaveContents("one pen"));
  },
});

export function named(...names: readonly string[]): readonly Scenario[] {
  return scenarios.filter(({ name }) => names.some((each) => name === each || name.startsWith(`${each}/`)));
}

export function passingRun(): Promise<RunResult> {
  return run(named("cross-account-delivery"), embedded({ seed: 7 }), { evidence: true });
}

export function failingRun(): Promise<RunResult> {
  return run([...named("cross-account-delivery", "ownership"), broken], embedded({ seed: 7 }), { evidence: true });
}

/** On a target that tells neither its decisions nor what failed. */
export function inconclusiveRun(): Promise<RunResult> {
  return run(named("cross-account-delivery", "encryption"), untold(), { evidence: true });
}

function untold(): Target {
  const target = embedded({ seed: 7 });
  return {
    ...target,
    name: "http://127.0.0.1:4566",
    open: async () => {
      const { watch, ...sandbox } = await target.open();
      return { ...sandbox, deliveryFailures: async () => [] };
    },
  };
}
