/**
 * Where a failed delivery shows: nowhere but in the log that the delivery stream was given, and there only if its role
 * may write. Source: Firehose Developer Guide, "Monitor Amazon Data Firehose Using CloudWatch Logs".
 */
import { type Scenario, scenario } from "../harness/index.ts";
import { deliveryControls, makeLoggedDelivery, roleTelling, withinSeconds } from "./delivery.ts";

export const errorScenarios: readonly Scenario[] = [
  scenario({
    name: "errors/in-the-log",
    title: "account A reads in its log that a delivery was denied",
    shows: "allow",
    twin: "errors/log-without-permission",
    leansOn: deliveryControls,
    given: (world) => makeLoggedDelivery(world, { bucketPolicy: () => undefined, isLater: true }),
    when: ({ dataStream }) => dataStream.putRecord({ data: "This is a pen" }),
    outcome: async ({ bucket, deliveryStream, errorLog }, { check, expect, waitFor }) => {
      await waitFor({
        awaited: "an error in the log",
        withinSeconds,
        everySeconds: 30,
        look: async () => (await errorLog.errors())[0]?.errorCode,
      });
      await check("error", async () =>
        expect((await errorLog.errors())[0], "the first error").toEqual({
          deliveryStreamARN: deliveryStream.arn,
          destination: bucket.arn,
          deliveryStreamVersionId: "1",
          message:
            "Access was denied. Ensure that the trust policy for the provided IAM role allows Kinesis Data Firehose to assume the role, and the access policy allows access to the S3 bucket.",
          errorCode: "S3.AccessDenied",
        }),
      );
    },
  }),
  scenario({
    name: "errors/log-without-permission",
    title: "a denied delivery shows nowhere where the role may not write into the log",
    shows: "denial",
    twin: "errors/in-the-log",
    leansOn: [...deliveryControls, "delivery-failures-are-told"],
    given: (world) => makeLoggedDelivery(world, { bucketPolicy: () => undefined, isLater: true, mayTell: false }),
    when: async ({ dataStream }, { wait }) => {
      await dataStream.putRecord({ data: "This is a pen" });
      // Thrice the buffering interval.
      await wait(180);
    },
    outcome: async ({ role, errorLog, ...parts }, { check, expect, step, waitFor }) => {
      await check("the log is empty", async () => expect(await errorLog.errors(), "the log").toEqual([]));
      // That the delivery fails all the while shows only in what its next attempts write.
      await step("account A lets the role write into the log", () => role.putPolicy(roleTelling(parts, errorLog)));
      const code = await step("the denial shows in the log", () =>
        waitFor({
          awaited: "an error in the log",
          withinSeconds: 1_800,
          everySeconds: 30,
          look: async () => (await errorLog.errors())[0]?.errorCode,
        }),
      );
      await check("error", () => expect(code, "the first error").toBe("S3.AccessDenied"));
    },
  }),
];
