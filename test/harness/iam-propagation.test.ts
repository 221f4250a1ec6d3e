import { describe, expect, test } from "vitest";
import { changedInIam, onceSeen } from "../../harness/iam-propagation.ts";
import { embedded, runScenario } from "../../harness/index.ts";
import { crossAccountDelivery } from "../../scenarios/cross-account-delivery.ts";
import { delivered } from "../../scenarios/delivery.ts";
import { fakeContext } from "./fake-context.ts";

function refusal(code: string, message: string): Error {
  return Object.assign(new Error(message), { name: code, $metadata: { httpStatusCode: 400 } });
}

const unseen = refusal("MalformedPolicy", "Invalid principal in policy");

const role = "arn:aws:iam::111111111111:role/delivery";

/** `changed`: what was changed just now. */
function contextWith(iamPropagationSeconds: number, changed = role) {
  const context = fakeContext();
  context.iamChanges.note(changed, 0);
  return { ...context, sandbox: { ...context.sandbox, iamPropagationSeconds } };
}

describe("a call that depends on a change in IAM", () => {
  test("is made again while AWS may not have seen the change", async () => {
    const context = contextWith(10);
    let calls = 0;
    const done = onceSeen(context, `{${role}}`, async () => {
      if (++calls < 3) throw unseen;
      return "done";
    });
    expect(await done).toBe("done");
    expect(context.waits).toEqual([1_000, 1_500]);
  });

  test("is refused in AWS's words when the time is over", async () => {
    const context = contextWith(10);
    await expect(onceSeen(context, `{${role}}`, () => Promise.reject(unseen))).rejects.toBe(unseen);
    expect(context.sandbox.time.now()).toBe(10_000);
  });

  test("is refused at once where the target sees changes at once", async () => {
    const context = contextWith(0);
    await expect(onceSeen(context, `{${role}}`, () => Promise.reject(unseen))).rejects.toBe(unseen);
    expect(context.waits).toEqual([]);
  });

  test("is refused at once where it names nothing that was changed", async () => {
    const context = contextWith(10, `${role}-of-another-name`);
    await expect(onceSeen(context, role, () => Promise.reject(unseen))).rejects.toBe(unseen);
    expect(context.waits).toEqual([]);
  });

  test("is refused at once where the change is long ago, and waits for what is left of the time else", async () => {
    const context = contextWith(10);
    await context.sandbox.time.wait(8_000);
    await expect(onceSeen(context, role, () => Promise.reject(unseen))).rejects.toBe(unseen);
    expect(context.sandbox.time.now()).toBe(10_000);
    await expect(onceSeen(context, role, () => Promise.reject(unseen))).rejects.toBe(unseen);
    expect(context.sandbox.time.now()).toBe(10_000);
  });

  test.each([
    ["MalformedPolicy", "Policy has invalid resource"],
    ["AccessDenied", "Access Denied"],
    ["InvalidArgumentException", "This operation is not permitted on KinesisStreamAsSource delivery stream type."],
  ])("is refused at once for another reason: %s %s", async (code, message) => {
    const context = contextWith(10);
    const other = refusal(code, message);
    await expect(onceSeen(context, `{${role}}`, () => Promise.reject(other))).rejects.toBe(other);
    expect(context.waits).toEqual([]);
  });
});

describe("a change in IAM", () => {
  test("is waited for where it replaces what held before", async () => {
    const context = contextWith(10);
    await changedInIam(context, role, { isReplaced: true });
    expect(context.waits).toEqual([10_000]);
  });

  test("is not waited for where nothing held before, or where the target sees changes at once", async () => {
    const context = contextWith(10);
    await changedInIam(context, role);
    await changedInIam(contextWith(0), role, { isReplaced: true });
    expect(context.waits).toEqual([]);
  });
});

describe("where IAM's changes take 10 s to be seen", () => {
  const target = embedded({ iamPropagationSeconds: 10 });

  test("the flow works, for its calls wait for them", async () => {
    expect((await runScenario(crossAccountDelivery, target)).verdict).toEqual({ kind: "passed" });
  });

  test("it would not work without waiting", async () => {
    const impatient = {
      ...target,
      open: async () => ({ ...(await target.open()), iamPropagationSeconds: 0 }),
    };
    const scenario = delivered({ name: "delivery", title: "the record arrives", twin: "none", change: {} });
    const { verdict } = await runScenario(scenario, impatient);
    expect(verdict).toMatchObject({ kind: "failed", failure: { code: "MalformedPolicy" } });
  });
});
