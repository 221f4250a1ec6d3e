import { expect, test } from "vitest";
import { embedded, runScenario, type Target } from "../../harness/index.ts";
import { scenario } from "../../harness/scenario.ts";
import { makeLoggedDelivery } from "../../scenarios/delivery.ts";

/** A target that, as AWS, tells nothing of failures by itself. */
function silent(): Target {
  const real = embedded();
  return { ...real, open: async () => ({ ...(await real.open()), deliveryFailures: async () => [] }) };
}

function waiting(mayTell: boolean) {
  return scenario({
    name: "waiting",
    title: "a failure is seen",
    shows: "allow",
    twin: "waiting",
    given: (world) => makeLoggedDelivery(world, { bucketPolicy: () => undefined, isLater: true, mayTell }),
    when: ({ dataStream }) => dataStream.putRecord({ data: "This is a pen" }),
    outcome: async ({ deliveryStream }, { expect: check }) => {
      const failure = await deliveryStream.waitForFailure({ code: "S3.AccessDenied", withinSeconds: 600 });
      check(failure, "the failure").toMatchObject({ code: "S3.AccessDenied", explanations: [] });
    },
  });
}

test("failures are read from the error log where the target does not tell them", async () => {
  expect((await runScenario(waiting(true), silent())).verdict).toEqual({ kind: "passed" });
});

test("failures are not seen where the role may not write the log either", async () => {
  expect((await runScenario(waiting(false), silent())).verdict).toMatchObject({
    kind: "failed",
    failure: {
      short: expect.stringMatching(
        /^timed out after 600 s waiting for delivery stream \S+ to fail with S3\.AccessDenied$/,
      ),
    },
  });
});
