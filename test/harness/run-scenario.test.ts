import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { clientsFor } from "../../harness/clients.ts";
import { directPutCommand } from "../../harness/controls/direct-put.ts";
import {
  embedded,
  type RunEvent,
  runScenario,
  type Scenario,
  scenario,
  trusting,
  type World,
} from "../../harness/index.ts";
import type { Sandbox, Target } from "../../harness/target.ts";
import { makeDelivery } from "../../scenarios/delivery.ts";

function playing(given: (world: World) => Promise<void>): Scenario {
  return scenario({
    name: "scenario",
    title: "something is true",
    shows: "allow",
    twin: "none",
    given,
    when: async () => {},
    outcome: async () => {},
  });
}

/** A target whose sandbox outlives the scenario, to see what is left in it. */
async function lasting(): Promise<Target & { readonly sandbox: Sandbox }> {
  const real = embedded();
  const sandbox = await real.open();
  return {
    name: "lasting",
    parallel: 1,
    sandbox,
    open: async () => ({ ...sandbox, [Symbol.asyncDispose]: async () => {} }),
    async [Symbol.asyncDispose]() {
      await sandbox[Symbol.asyncDispose]();
    },
  };
}

async function bucketsLeft({ accountA, accountB }: Sandbox): Promise<readonly string[]> {
  const names: string[] = [];
  for (const account of [accountA, accountB]) {
    const { s3 } = clientsFor(account);
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    names.push(...Buckets.map(({ Name = "" }) => Name));
    s3.destroy();
  }
  return names;
}

describe("a scenario that fails half-way", () => {
  test("has failed with the error of the step, and the code of AWS", async () => {
    const { verdict, steps } = await runScenario(
      playing(async ({ accountA }) => void (await accountA.createBucket({ name: "Not.A.Bucket.Name" }))),
      embedded(),
    );
    expect(verdict).toMatchObject({
      kind: "failed",
      failure: { code: "InvalidBucketName", short: "InvalidBucketName: The specified bucket is not valid." },
    });
    expect(steps.map(({ title, verdict: { kind } }) => [title, kind])).toEqual([
      ["account A creates bucket Not.A.Bucket.Name", "failed"],
      ["everything that was made is removed again", "passed"],
    ]);
  });

  test("leaves nothing behind: buckets with objects, roles with policies, streams", async () => {
    await using target = await lasting();
    const { verdict, leftBehind, steps } = await runScenario(
      playing(async (world) => {
        const delivery = await makeDelivery(world);
        await delivery.bucket.writeObject("report", { as: world.accountB, body: "This is a pen" });
        throw new Error("half-way");
      }),
      target,
    );
    expect(verdict).toMatchObject({ kind: "failed", failure: { short: "Error: half-way" } });
    expect(leftBehind).toEqual([]);
    expect(steps.at(-1)?.steps.map(({ title }) => title.replace(/-[0-9a-f]{8} /, " "))).toEqual([
      "remove delivery stream deliver of account A",
      "remove role delivery of account A",
      "remove data stream orders of account A",
      "remove bucket landing of account B",
    ]);
    expect(await bucketsLeft(target.sandbox)).toEqual([]);
  });
});

describe("clean-up", () => {
  test("fails a scenario that left something behind, names it and removes the rest", async () => {
    await using target = await lasting();
    const { verdict, leftBehind } = await runScenario(
      playing(async ({ accountA, accountB }) => {
        await accountB.createBucket({ name: "landing" });
        await accountA.createBucket({ name: "own" });
        // Account A may not remove it, whatever it takes it for.
        accountA.removeAfterwards("bucket", "landing");
      }),
      target,
    );
    expect(leftBehind.map(({ short }) => short)).toEqual([
      "bucket landing of account A is left behind: AccessDenied: Access Denied",
    ]);
    expect(verdict).toMatchObject({ kind: "failed", failure: { short: leftBehind[0]?.short } });
    expect(await bucketsLeft(target.sandbox)).toEqual([]);
  });

  test("waits for a delivery stream that is still being created, and removes it", async () => {
    await using target = await lasting();
    const { leftBehind } = await runScenario(
      playing(async ({ accountA }) => {
        const { name, arn } = await accountA.createBucket();
        const role = await accountA.createRole({ trustPolicy: trusting({ service: "firehose.amazonaws.com" }) });
        accountA.removeAfterwards("deliveryStream", name);
        await accountA.clients.firehose.send(directPutCommand({ name: name, roleArn: role.arn, bucketArn: arn }));
      }),
      target,
    );
    expect(leftBehind).toEqual([]);
  });
});

describe("a scenario that cannot be played", () => {
  test("is inconclusive with the reason, and nothing is started for it", async () => {
    const never: Target = {
      name: "never",
      parallel: 1,
      open: () => Promise.reject(new Error("opened")),
      [Symbol.asyncDispose]: async () => {},
    };
    const unplayable = { ...playing(async () => {}), unplayable: async () => "there is no AWS CLI" };
    const { verdict } = await runScenario(unplayable, never);
    expect(verdict).toEqual({ kind: "inconclusive", because: "there is no AWS CLI" });
  });

  test("has failed where it cannot be told whether it can be played", async () => {
    const unsure = { ...playing(async () => {}), unplayable: () => Promise.reject(new Error("no shell")) };
    const { verdict } = await runScenario(unsure, embedded());
    expect(verdict).toMatchObject({ kind: "failed", failure: { message: "Error: no shell" } });
  });

  test("has failed where the target does not let go of what it opened", async () => {
    const real = embedded();
    const clinging: Target = {
      ...real,
      async open() {
        const sandbox = await real.open();
        return {
          ...sandbox,
          async [Symbol.asyncDispose]() {
            await sandbox[Symbol.asyncDispose]();
            throw new Error("still there");
          },
        };
      },
    };
    const { verdict } = await runScenario(
      playing(async () => {}),
      clinging,
    );
    expect(verdict).toMatchObject({ kind: "failed", failure: { message: "Error: still there" } });
  });

  test("has failed where the target does not open", async () => {
    const closed: Target = {
      name: "closed",
      parallel: 1,
      open: () => Promise.reject(new Error("no port is free")),
      [Symbol.asyncDispose]: async () => {},
    };
    const { verdict } = await runScenario(
      playing(async () => {}),
      closed,
    );
    expect(verdict).toMatchObject({ kind: "failed", failure: { message: "Error: no port is free" } });
  });
});

describe("on the embedded target", () => {
  test("scenarios side by side have accounts and time of their own", async () => {
    const seen: { ids: string[]; now: string }[] = [];
    const waiting = (seconds: number) =>
      playing(async ({ accountA, accountB, wait }) => {
        await wait(seconds);
        const { headers } = await fetch((await accountA.environment()).AWS_ENDPOINT_URL ?? "");
        seen.push({ ids: [accountA.id, accountB.id], now: headers.get("date") ?? "" });
      });
    await Promise.all([0, 86_400].map((seconds) => runScenario(waiting(seconds), embedded())));
    expect(new Set(seen.flatMap(({ ids }) => ids)).size).toBe(4);
    const [one = 0, other = 0] = seen.map(({ now }) => Date.parse(now));
    expect(Math.abs(one - other)).toBeGreaterThan(86_000_000);
  });

  test("a seed makes the same accounts again, and another seed others", async () => {
    const idsOf = async (seed: number) =>
      (
        await runScenario(
          playing(async () => {}),
          embedded({ seed }),
        )
      ).setting;
    expect(await idsOf(7)).toEqual(await idsOf(7));
    expect(await idsOf(7)).not.toEqual(await idsOf(8));
  });

  test("clients sign with the target's time after a wait of any length", async () => {
    const { verdict } = await runScenario(
      playing(async ({ accountA, wait }) => {
        await accountA.createBucket();
        await wait(86_400);
        await accountA.createRole({ trustPolicy: trusting({ service: "firehose.amazonaws.com" }) });
        await wait(86_400);
        await accountA.createDataStream();
      }),
      embedded(),
    );
    expect(verdict).toEqual({ kind: "passed" });
  });

  test("tells what happens while it happens", async () => {
    const events: RunEvent[] = [];
    await runScenario(
      playing(async ({ accountA }) => void (await accountA.createBucket({ name: "own" }))),
      embedded(),
      {
        onEvent: (event) => events.push(event),
      },
    );
    const told = events.map((event) =>
      event.kind === "step-started" || event.kind === "step-ended"
        ? `${event.kind} ${event.depth} ${event.kind === "step-started" ? event.title : event.step.title}`
        : event.kind,
    );
    expect(told).toEqual([
      "scenario-started",
      "step-started 0 account A creates bucket own",
      "step-ended 0 account A creates bucket own",
      "step-started 0 everything that was made is removed again",
      "step-started 1 remove bucket own of account A",
      "step-ended 1 remove bucket own of account A",
      "step-ended 0 everything that was made is removed again",
      "scenario-ended",
    ]);
  });
});
