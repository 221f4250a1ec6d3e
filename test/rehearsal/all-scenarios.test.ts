import { expect, test } from "vitest";
import { scenarios } from "../../scenarios/index.ts";
import { rehearse } from "./rehearse.ts";

test("every scenario passes where AWS takes its time and throttles, and both accounts are as before", async () => {
  const { exitCode, stdout, stderr } = await rehearse();
  expect(stdout).toContain(`${scenarios.length} passed on aws in `);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: "crosscheck: starting an embedded AWS that behaves as AWS does in time\n",
  });
});

test("a delivery arrives where every other call is throttled, and nothing is left behind", async () => {
  const { exitCode, stdout } = await rehearse(["cross-account-delivery", "ownership/writer-with-acl"], {
    throttledPercent: 50,
  });
  expect(stdout).toContain("2 passed on aws in ");
  expect(exitCode).toBe(0);
});
