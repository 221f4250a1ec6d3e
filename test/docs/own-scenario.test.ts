/** The example of docs/scenarios.md, which is cut from between the marks. */
// example: scenarios
import {
  allowing,
  deliveryActions,
  embedded,
  readActions,
  scenario,
  trusting,
  type World,
  without,
} from "../../harness/index.ts";
import { testScenarios } from "../../harness/vitest.ts";

/** Everything that a delivery needs, where account A's role may do `actions` in account B's bucket. */
async function delivery({ accountA, accountB }: World, actions: readonly string[] = deliveryActions) {
  const bucket = await accountB.createBucket();
  const dataStream = await accountA.createDataStream();
  const deliveryRole = await accountA.createRole({
    trustPolicy: trusting({ service: "firehose.amazonaws.com", externalId: accountA.id }),
    identityPolicy: allowing(actions, bucket).and(allowing(readActions, dataStream)),
  });
  await bucket.putPolicy(allowing(deliveryActions, bucket, { principal: deliveryRole }));
  const deliveryStream = await accountA.createDeliveryStream({
    source: dataStream,
    deliveryRole,
    destination: bucket,
  });
  return { bucket, dataStream, deliveryStream };
}

const arrives = scenario({
  name: "orders/arrive",
  title: "an order of account A arrives in account B's bucket, and B owns it",
  shows: "allow",
  twin: "orders/stay-without-acl-permission",
  given: (world) => delivery(world),
  when: ({ dataStream }) => dataStream.putRecord({ data: "one pen" }),
  outcome: async ({ bucket, deliveryStream }, { accountB, check, expect }) => {
    const object = await bucket.waitForObject({ from: deliveryStream, withinSeconds: 600 });
    await check("contents", () => expect(object).toHaveContents("one pen"));
    await check("owner", () => expect(object).toBeOwnedBy(accountB), ["owner-follows-the-ownership-mode"]);
  },
});

const stays = scenario({
  name: "orders/stay-without-acl-permission",
  title: "nothing arrives where the role may not set the ACL that Firehose sends",
  shows: "denial",
  twin: "orders/arrive",
  leansOn: ["identity-policy-is-enforced", "delivery-is-authorized"],
  given: (world) => delivery(world, without(deliveryActions, "s3:PutObjectAcl")),
  when: ({ dataStream }) => dataStream.putRecord({ data: "one pen" }),
  outcome: async ({ bucket, deliveryStream }, { check, expect }) => {
    await deliveryStream.waitForFailure({ code: "S3.AccessDenied", withinSeconds: 600 });
    await check("nothing arrives", async () => expect(await bucket.keys()).toEqual([]));
  },
});

testScenarios([arrives, stays], embedded());
// end
