import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  allowing,
  deliveryActions,
  embedded,
  readActions,
  runScenario,
  scenario,
  trusting,
  without,
} from "../../harness/index.ts";
import { masked } from "./console/page.ts";

/** As the page's example, but with a bucket policy that lacks a permission, so that nothing arrives. */
const arrives = scenario({
  name: "orders/arrive",
  title: "an order of account A arrives in account B's bucket",
  shows: "allow",
  twin: "orders/stay-without-acl-permission",
  given: async ({ accountA, accountB }) => {
    const bucket = await accountB.createBucket();
    const dataStream = await accountA.createDataStream();
    const deliveryRole = await accountA.createRole({
      trustPolicy: trusting({ service: "firehose.amazonaws.com", externalId: accountA.id }),
      identityPolicy: allowing(deliveryActions, bucket).and(allowing(readActions, dataStream)),
    });
    await bucket.putPolicy(
      allowing(without(deliveryActions, "s3:PutObjectAcl"), bucket, { principal: deliveryRole, sid: "AllowDelivery" }),
    );
    const deliveryStream = await accountA.createDeliveryStream({
      source: dataStream,
      deliveryRole,
      destination: bucket,
    });
    return { bucket, dataStream, deliveryStream };
  },
  when: ({ dataStream }) => dataStream.putRecord({ data: "one pen" }),
  outcome: async ({ bucket, deliveryStream }) => {
    await bucket.waitForObject({ from: deliveryStream, withinSeconds: 600 });
  },
});

test("the timeout that docs/scenarios.md shows is what a timeout tells", async () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/scenarios.md"), "utf8");
  const [, shown = ""] = /```text\n(timed out .*?)```/s.exec(page) ?? [];
  const { verdict } = await runScenario(arrives, embedded({ seed: 402454377 }));
  expect(masked(verdict.kind === "failed" ? verdict.failure.message : verdict.kind)).toBe(masked(shown));
});
