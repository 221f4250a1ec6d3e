import type { InitFile } from "./init-file.ts";

export const scenarioFile: InitFile = {
  path: "crosscheck/first-delivery.ts",
  text: `import { allowing, deliveryActions, readActions, scenario, trusting, type World, without } from "firehose-crosscheck";

/** Everything that a delivery needs, where account A's role may do \`actions\` in account B's bucket. */
async function delivery({ accountA, accountB }: World, actions: readonly string[] = deliveryActions) {
  const bucket = await accountB.createBucket();
  const dataStream = await accountA.createDataStream();
  const deliveryRole = await accountA.createRole({
    trustPolicy: trusting({ service: "firehose.amazonaws.com", externalId: accountA.id }),
    identityPolicy: allowing(actions, bucket).and(allowing(readActions, dataStream)),
  });
  await bucket.putPolicy(allowing(deliveryActions, bucket, { principal: deliveryRole }));
  const deliveryStream = await accountA.createDeliveryStream({ source: dataStream, deliveryRole, destination: bucket });
  return { bucket, dataStream, deliveryStream };
}

export const arrives = scenario({
  name: "first-delivery/arrives",
  title: "a record of account A arrives in account B's bucket, and B owns it",
  shows: "allow",
  twin: "first-delivery/stays",
  given: (world) => delivery(world),
  when: ({ dataStream }) => dataStream.putRecord({ data: "This is a pen" }),
  outcome: async ({ bucket, deliveryStream }, { accountB, check, expect }) => {
    const object = await bucket.waitForObject({ from: deliveryStream, withinSeconds: 600 });
    await check("contents", () => expect(object).toHaveContents("This is a pen"));
    await check("owner", () => expect(object).toBeOwnedBy(accountB), ["owner-follows-the-ownership-mode"]);
  },
});

/** Without it the other would prove nothing: what cannot fail tells nothing. */
export const stays = scenario({
  name: "first-delivery/stays",
  title: "nothing arrives where the role may not put objects",
  shows: "denial",
  twin: "first-delivery/arrives",
  leansOn: ["identity-policy-is-enforced", "delivery-is-authorized"],
  given: (world) => delivery(world, without(deliveryActions, "s3:PutObject")),
  when: ({ dataStream }) => dataStream.putRecord({ data: "This is a pen" }),
  outcome: async ({ bucket, deliveryStream }, { check, expect }) => {
    await deliveryStream.waitForFailure({ code: "S3.AccessDenied", withinSeconds: 600 });
    await check("nothing arrives", async () => expect(await bucket.keys()).toEqual([]));
  },
});
`,
};

export const testFile: InitFile = {
  path: "crosscheck/first-delivery.test.ts",
  text: `import { embedded } from "firehose-crosscheck";
import { testScenarios } from "firehose-crosscheck/vitest";
import { arrives, stays } from "./first-delivery.ts";

testScenarios([arrives, stays], embedded());
`,
};
