import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { describe, expect, test } from "vitest";
import { type Evidence, embedded, runScenario, type ScenarioResult, scenario } from "../../../harness/index.ts";
import type { StepResult } from "../../../harness/result.ts";
import type { Target } from "../../../harness/target.ts";
import { scenarios } from "../../../scenarios/index.ts";

/** The embedded AWS as a target that does not tell what it decides. */
function silent(): Target {
  const target = embedded({ seed: 1 });
  return {
    ...target,
    name: "silent",
    open: async () => {
      const { watch, ...sandbox } = await target.open();
      return sandbox;
    },
  };
}

async function play(name: string, target: Target = embedded({ seed: 1 })) {
  const chosen = scenarios.find((each) => each.name === name);
  if (chosen === undefined) throw new Error(`no scenario ${name}`);
  const result = await runScenario(chosen, target, { evidence: true });
  const { evidence } = result;
  if (evidence === undefined) throw new Error("no evidence");
  return { ...result, evidence };
}

const flow = await play("cross-account-delivery");
const denied = await play("permissions/bucket-policy-without-s3-put-object");
const unseen = await play("cross-account-delivery", silent());

function callsOf({ calls }: Evidence, what: string) {
  return calls.filter(({ service, operation }) => `${service}:${operation}` === what);
}

describe("the evidence of a delivery", () => {
  test("has Firehose's calls with the statements of both accounts that allowed them", () => {
    const { evidence } = flow;
    const [{ principal, decisions, by, account } = {}] = callsOf(evidence, "s3:PutObject");
    expect({ by, account }).toEqual({ by: "service", account: "A" });
    expect(principal).toMatch(/:assumed-role\/delivery-[0-9a-f]{8}\/AWSFirehoseToS3$/);
    expect(decisions?.map(({ action, verdict }) => [action, verdict])).toEqual([
      ["s3:PutObject", "allowed"],
      ["s3:PutObjectAcl", "allowed"],
    ]);
    const grounds = decisions?.[0]?.grounds.map((position) => evidence.grounds[position]) ?? [];
    expect(grounds.map((each) => [each?.effect, each?.policyType, each?.statement?.sid])).toEqual([
      ["allows", "identity", "WriteObjects"],
      ["allows", "resource", "AllowDelivery"],
    ]);
    const [a, b] = evidence.accounts;
    expect(grounds.map((each) => each?.accountId)).toEqual([a?.id, b?.id]);
    expect(JSON.parse(grounds[1]?.statement?.source ?? "")).toMatchObject({ Sid: "AllowDelivery", Effect: "Allow" });
  });

  test("has what was set up as it was in the end", () => {
    const { setup } = flow.evidence;
    const [bucket] = setup.buckets;
    expect(bucket).toMatchObject({ account: "B", objectOwnership: "BucketOwnerEnforced" });
    expect(bucket?.policy).toContain("AllowDelivery");
    expect(setup.deliveryStreams).toMatchObject([
      { account: "A", bucket: `arn:aws:s3:::${bucket?.name}`, version: "2", intervalInSeconds: 300, sizeInMiB: 5 },
    ]);
    // The role's policy was replaced on the way.
    expect(setup.roles.map(({ policies }) => policies.map(({ name }) => name))).toEqual([["deliver"]]);
    expect(setup.roles[0]?.policies[0]?.document).toContain(bucket?.name);
  });

  test("has the object's bytes, owner and grants, and when it was written", () => {
    const { objects, attempts, accounts } = flow.evidence;
    const owner = accounts[1]?.canonicalUserId;
    expect(objects).toMatchObject([{ size: 13, owner, grants: [{ grantee: owner, permission: "FULL_CONTROL" }] }]);
    expect(Buffer.from(objects[0]?.head ?? "", "base64").toString()).toBe("This is a pen");
    expect(attempts).toMatchObject([{ outcome: "delivered", key: objects[0]?.key, records: 1, bytes: 13, attempt: 1 }]);
    const [{ at = 0, oldestArrivalAt = 0 } = {}] = attempts;
    expect(Math.round((at - oldestArrivalAt) / 1000)).toBeGreaterThanOrEqual(300);
  });

  test("counts what repeats itself within a step, and leaves out the clean-up", () => {
    const reads = callsOf(flow.evidence, "kinesis:GetRecords");
    expect(reads.length).toBeLessThan(4);
    expect(reads.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(300);
    expect(flow.evidence.calls.map(({ operation }) => operation)).not.toContain("DeleteBucket");
  });

  test("files every call with the step that made it", () => {
    const { calls } = flow.evidence;
    const filed = (steps: readonly StepResult[]): readonly string[] =>
      steps.flatMap(({ title, calls: own = [], steps: parts }) => [
        ...own.map((at) => `${title.replaceAll(/-[0-9a-f]{8}/g, "")}: ${calls[at]?.operation}`),
        ...filed(parts),
      ]);
    const lines = filed(flow.steps);
    expect(lines).toContain("account A puts a record into data stream orders: PutRecord");
    expect(lines).toContain("an update with the version of before is refused: UpdateDestination");
    expect(lines).toContain("wait for an object from deliver in bucket landing: PutObject");
    // The accounts are asked who they are, and the scenario looks once by itself.
    expect(calls.length - lines.length).toBe(5);
  });
});

describe("the evidence of a denial", () => {
  test("has what allows, what misses and why, and the repair", () => {
    const { evidence } = denied;
    const decision = callsOf(evidence, "s3:PutObject")[0]?.decisions[0];
    expect(decision?.verdict).toBe("denied");
    const grounds = decision?.grounds.map((position) => evidence.grounds[position]) ?? [];
    expect(grounds.map((each) => [each?.effect, each?.policyType, each?.reasons])).toEqual([
      ["allows", "identity", []],
      ["misses", "resource", ["its Action lacks `s3:PutObject`"]],
    ]);
    expect(decision?.explanation).toMatch(
      /^s3:PutObject was denied\n(?:.*\n)* {2}fix {8}add `s3:PutObject` to the Action/,
    );
  });

  test("has every attempt with Firehose's code and the call behind it", () => {
    const { attempts } = denied.evidence;
    expect(attempts[0]).toMatchObject({
      outcome: "failed",
      error: { code: "S3.AccessDenied", call: "s3:PutObject AccessDenied" },
    });
    expect(attempts[0]?.retryAt).toBeGreaterThan(attempts[0]?.at ?? 0);
  });
});

describe("a target that does not tell", () => {
  test("leaves the clients' own calls, without decisions", () => {
    const { evidence } = unseen;
    expect(evidence.toldBy).toBe("clients");
    expect(new Set(evidence.calls.map(({ by }) => by))).toEqual(new Set(["client"]));
    expect(evidence.calls.flatMap(({ decisions }) => decisions)).toEqual([]);
    expect(callsOf(evidence, "kinesis:PutRecord")).toMatchObject([
      { account: "A", status: 200, parameters: { Data: "13 bytes", PartitionKey: "1" } },
    ]);
    expect(callsOf(evidence, "s3:PutBucketPolicy")[0]).toMatchObject({
      status: 400,
      error: { code: "MalformedPolicy", message: "Invalid principal in policy" },
    });
  });

  test("tells the same set-up and the same object", () => {
    expect(unseen.evidence.setup).toEqual(flow.evidence.setup);
    expect(unseen.evidence.objects.map(({ head }) => head)).toEqual(flow.evidence.objects.map(({ head }) => head));
  });
});

test("without being asked for, there is none", async () => {
  const [first] = scenarios;
  if (first === undefined) throw new Error("no scenario");
  const result: ScenarioResult = await runScenario(first, embedded());
  expect(result.evidence).toBeUndefined();
  expect(result.steps.flatMap(({ calls = [] }) => calls)).toEqual([]);
});

test("what is beyond the bounds is left out and counted", async () => {
  const chatty = scenario({
    name: "chatty",
    title: "many calls",
    shows: "allow",
    twin: "none",
    given: async ({ accountA, step }) => {
      for (let at = 0; at < 450; at++) {
        await step(`call ${at}`, () => accountA.clients.sts.send(new GetCallerIdentityCommand({})));
      }
    },
    when: async () => {},
    outcome: async () => {},
  });
  const { evidence } = await runScenario(chatty, embedded(), { evidence: true });
  expect(evidence?.calls.length).toBe(400);
  expect(evidence?.cut).toEqual(["54 calls beyond the first 400 are left out"]);
});
