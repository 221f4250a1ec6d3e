import { runScenario, scenario } from "../../harness/index.ts";
import type { ScenarioResult } from "../../harness/result.ts";
import type { Target } from "../../harness/target.ts";
import { bucketAllowing, firehoseTrust, roleAllowing } from "../../scenarios/delivery.ts";

/** A record of account A's to account B's bucket, and nothing else: what every target can be asked for. */
const flow = scenario({
  name: "bench-flow",
  title: "a record put in account A arrives in account B's bucket",
  shows: "allow",
  twin: "permissions/no-bucket-policy",
  given: async ({ accountA, accountB }) => {
    const bucket = await accountB.createBucket();
    const dataStream = await accountA.createDataStream();
    const parts = { accountA, accountB, bucket, dataStream };
    const role = await accountA.createRole({ trustPolicy: firehoseTrust(parts), identityPolicy: roleAllowing(parts) });
    await bucket.putPolicy(bucketAllowing(parts, role));
    const deliveryStream = await accountA.createDeliveryStream({
      source: dataStream,
      deliveryRole: role,
      destination: bucket,
      buffering: { intervalInSeconds: 60, sizeInMiB: 1 },
    });
    return { bucket, dataStream, deliveryStream };
  },
  when: ({ dataStream }) => dataStream.putRecord({ data: "This is a pen" }),
  outcome: async ({ bucket, deliveryStream }, { check, expect }) => {
    const object = await bucket.waitForObject({ from: deliveryStream, withinSeconds: 75 });
    await check("contents", () => expect(object, "the object").toHaveContents("This is a pen"));
  },
});

export interface FlowTime {
  /** From the first call to the verdict, clean-up apart. */
  readonly seconds: number;
  /** Where it did not arrive. */
  readonly failure: string | undefined;
}

export async function playFlow(target: Target): Promise<FlowTime> {
  const result = await runScenario(flow, target);
  const { verdict } = result;
  return {
    seconds: (result.durationMs - cleanUpMs(result)) / 1000,
    failure: verdict.kind === "failed" ? verdict.failure.short : undefined,
  };
}

function cleanUpMs({ steps }: ScenarioResult): number {
  return steps.filter(({ phase }) => phase === "clean-up").reduce((sum, { durationMs }) => sum + durationMs, 0);
}
