import { allowing, deliveryActions, denying, type Scenario, scenario } from "../../../harness/index.ts";
import { makeDelivery } from "../../../scenarios/delivery.ts";

export const hostileText = {
  record: "<script>alert(1)</script><img src=x onerror=alert(1)>",
  policy: "</script><script>alert(2)</script>\"'`&amp;<!--\u2028\u202egnp.exe",
} as const;

/** A record and a policy that would like to be more than text, both as far as AWS takes them. */
export const hostile: Scenario = scenario({
  name: "hostile/text",
  title: `${hostileText.record} arrives`,
  shows: "allow",
  twin: "none",
  given: async (world) => {
    const delivery = await makeDelivery(world);
    const { bucket, role } = delivery;
    await bucket.writeObject("<script>alert(3)</script>", { as: world.accountB, body: hostileText.record });
    return { ...delivery, role };
  },
  when: ({ dataStream }) => dataStream.putRecord({ data: hostileText.record }),
  outcome: async ({ bucket, deliveryStream, role }, { accountA, check, expect, fact }) => {
    const object = await bucket.waitForObject({ from: deliveryStream, withinSeconds: 600 });
    fact("contents", object.text);
    const condition = { StringEquals: { "aws:UserAgent": hostileText.policy } };
    await bucket.putPolicy(
      allowing(deliveryActions, bucket, { principal: role, condition }).and(
        denying(["s3:GetObject"], bucket, { principal: accountA, condition }),
      ),
    );
    await check("account A reads it", async () => {
      await expect(await bucket.readObject(object.key, accountA)).toHaveContents(hostileText.record);
    });
  },
});
