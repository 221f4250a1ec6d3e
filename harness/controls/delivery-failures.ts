import { notYet, poll } from "../poll.ts";
import { ScenarioError } from "../scenario-error.ts";
import { control, fails, holds } from "./control.ts";

export const deliveryFailures = control({
  name: "delivery-failures-are-told",
  title: "a delivery that is denied is told with Firehose's error code",
  measure: async ({ context, directPut }) => {
    const { forbidden, failuresOfForbidden, keysInTheEnd } = await directPut;
    const keys = await keysInTheEnd;
    if (keys.some((key) => key.includes(forbidden))) return fails("no delivery is denied, so that no failure is told");
    // A log has its lines a little later.
    return poll(context, {
      awaited: `a failure of ${forbidden}`,
      withinSeconds: Math.min(120, context.sandbox.patienceSeconds),
      look: async () => {
        const failures = await failuresOfForbidden();
        return failures.some(({ code }) => code === "S3.AccessDenied") ? holds : notYet("none");
      },
    }).catch((error) => {
      if (error instanceof ScenarioError) return fails("no failure of a delivery is told");
      throw error;
    });
  },
});
