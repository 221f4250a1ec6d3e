import { control, fails, holds } from "./control.ts";

export const deliveryFailures = control({
  name: "delivery-failures-are-told",
  title: "a delivery that is denied is told with Firehose's error code",
  measure: async ({ context, directPut }) => {
    const { forbiddenArn, keysInTheEnd } = await directPut;
    await keysInTheEnd;
    const failures = await context.sandbox.deliveryFailures(forbiddenArn);
    return failures.some(({ code }) => code === "S3.AccessDenied") ? holds : fails("no failure of a delivery is told");
  },
});
