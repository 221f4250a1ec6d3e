import { control, fails, holds } from "./control.ts";

export const deliveryFailures = control({
  name: "delivery-failures-are-told",
  title: "a delivery that is denied is told with Firehose's error code",
  measure: async ({ context, directPut }) => {
    const { forbidden, forbiddenArn, keysInTheEnd } = await directPut;
    const keys = await keysInTheEnd;
    if (keys.some((key) => key.includes(forbidden))) return fails("no delivery is denied, so that no failure is told");
    const failures = await context.sandbox.deliveryFailures(forbiddenArn);
    return failures.some(({ code }) => code === "S3.AccessDenied") ? holds : fails("no failure of a delivery is told");
  },
});
