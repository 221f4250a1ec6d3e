/** What depends on when: records before the start, repairs while data wait. */
import { type Scenario, scenario } from "../harness/index.ts";
import {
  bucketAllowing,
  deliveryControls,
  makeDelivery,
  makeLoggedDelivery,
  makeParts,
  makeRole,
  withinSeconds,
} from "./delivery.ts";

export const timingScenarios: readonly Scenario[] = [
  scenario({
    name: "timing/record-before-the-start",
    title: "a record that was put before the delivery stream was there never arrives; the next one does",
    shows: "denial",
    twin: "timing/after-repair",
    given: async (world) => {
      const parts = await makeParts(world);
      const role = await makeRole(parts, {});
      await parts.dataStream.putRecord({ data: "too early" });
      const { accountA, bucket: destination, dataStream: source } = parts;
      const buffering = { intervalInSeconds: 60, sizeInMiB: 1 };
      const deliveryStream = await accountA.createDeliveryStream({
        source,
        deliveryRole: role,
        destination,
        buffering,
      });
      return { ...parts, deliveryStream };
    },
    when: ({ dataStream }) => dataStream.putRecord({ data: "This is a pen" }),
    outcome: async ({ bucket, deliveryStream }, { step, check, expect }) => {
      const object = await step("an object arrives", () =>
        bucket.waitForObject({ from: deliveryStream, withinSeconds }),
      );
      await check("contents", () => expect(object, "the object").toHaveContents("This is a pen"));
      await check("nothing else is there", async () => expect(await bucket.keys(), "the keys").toEqual([object.key]));
    },
  }),
  scenario({
    name: "timing/after-repair",
    title: "a record that waited arrives by itself once account B has set the bucket policy",
    shows: "allow",
    twin: "permissions/no-bucket-policy",
    leansOn: [...deliveryControls, "delivery-failures-are-told"],
    given: (world) => makeDelivery(world, { bucketPolicy: () => undefined, isLater: true }),
    when: async ({ role, ...delivery }, { step }) => {
      const { dataStream, deliveryStream, bucket } = delivery;
      await dataStream.putRecord({ data: "This is a pen" });
      await step("the delivery fails", () => deliveryStream.waitForFailure({ code: "S3.AccessDenied", withinSeconds }));
      await bucket.putPolicy(bucketAllowing(delivery, role));
    },
    outcome: async ({ bucket, deliveryStream }, { step, check, expect }) => {
      // Retries come at growing intervals, which AWS does not document.
      const object = await step("the object arrives", () =>
        bucket.waitForObject({ from: deliveryStream, withinSeconds: 1_800 }),
      );
      await check("contents", () => expect(object, "the object").toHaveContents("This is a pen"));
    },
  }),
  scenario({
    name: "timing/repair-under-load",
    title: "of 10,000 records none is lost where the bucket policy breaks in between and is repaired",
    shows: "allow",
    twin: "permissions/no-bucket-policy",
    leansOn: [...deliveryControls, "delivery-failures-are-told"],
    given: (world) => makeLoggedDelivery(world),
    when: async ({ role, ...delivery }, { step, wait }) => {
      const { dataStream, deliveryStream, bucket } = delivery;
      const lines = Array.from({ length: 10_000 }, (_, at) => `record ${at}\n`);
      const put = (from: number, to: number) =>
        step(`account A puts records ${from} to ${to - 1}`, async () => {
          for (let at = from; at < to; at += 500) {
            await dataStream.putRecords(lines.slice(at, at + 500));
            // A shard takes 1,000 records a second.
            await wait(1);
          }
        });
      await put(0, 3_000);
      await wait(90);
      await bucket.deletePolicy();
      await put(3_000, 7_000);
      await step("deliveries fail", () => deliveryStream.waitForFailure({ code: "S3.AccessDenied", withinSeconds }));
      await bucket.putPolicy(bucketAllowing(delivery, role));
      await put(7_000, 10_000);
      return lines;
    },
    outcome: async ({ bucket, errorLog }, { step, check, fact, expect, waitFor }, lines) => {
      const missing = new Set(lines);
      await step("everything arrives", async () => {
        const seen = new Set<string>();
        await waitFor({
          awaited: "every record in the bucket",
          withinSeconds: 3_600,
          everySeconds: 60,
          look: async () => {
            for (const key of await bucket.keys()) {
              if (seen.has(key)) continue;
              seen.add(key);
              const { text } = await bucket.readObject(key);
              for (const line of text.split(/(?<=\n)/)) missing.delete(line);
            }
            return missing.size === 0 ? "everything" : undefined;
          },
        });
        fact("objects", String(seen.size));
      });
      await check("the log tells of the denial", async () => {
        const codes = new Set((await errorLog.errors()).map(({ errorCode }) => errorCode));
        expect([...codes], "the logged error codes").toEqual(["S3.AccessDenied"]);
      });
      await check("no record is missing", () => expect([...missing], "the missing records").toEqual([]));
    },
  }),
];
