import { expect, test } from "vitest";
import { planText } from "../../../../cli/plan-text.ts";
import { makespan, type Plan, planRun } from "../../../../harness/targets/aws/plan.ts";
import { nothingUsed } from "../../../../harness/targets/aws/prices.ts";
import { scenarios } from "../../../../scenarios/index.ts";

const settings = {
  accountA: { id: "111111111111", region: "eu-central-1" },
  accountB: { id: "222222222222", region: "eu-west-1" },
  prefix: "crosscheck",
  parallel: 2,
};

function named(...names: readonly string[]) {
  return scenarios.filter(({ name }) => names.includes(name));
}

test("a plan has every call that would change something, of the controls and of each scenario", async () => {
  const plan = await planRun(named("ownership/writer-with-acl", "encryption/customer-key"), settings);
  expect(plan.incomplete).toEqual([]);
  expect(plan.parts.map(({ name }) => name)).toEqual([
    "controls",
    "encryption/customer-key",
    "ownership/writer-with-acl",
  ]);
  const bucket = "bucket crosscheck-<run>-3-landing";
  expect(plan.parts[2]?.calls).toEqual([
    { account: "B", operation: "s3:CreateBucket", resource: bucket, times: 1 },
    { account: "B", operation: "s3:PutBucketPolicy", resource: bucket, times: 1 },
    { account: "A", operation: "s3:PutObject", resource: bucket, times: 1 },
    { account: "B", operation: "s3:DeleteObjects", resource: bucket, times: 1 },
    { account: "B", operation: "s3:DeleteBucket", resource: bucket, times: 1 },
  ]);
  const operations = plan.parts[1]?.calls.map(({ operation }) => operation);
  expect(operations).toContain("kms:CreateKey");
  expect(operations).toContain("logs:CreateLogGroup");
});

test("a plan estimates time with AWS's waits and cost by what is begun", async () => {
  const plan = await planRun(named("encryption/customer-key"), settings);
  const [controls, scenario] = plan.parts;
  // A minute until the role's new policy is seen, and one of buffering.
  expect(scenario?.seconds).toBeGreaterThan(120);
  expect(plan.seconds).toBeCloseTo((controls?.seconds ?? 0) + (scenario?.seconds ?? 0));
  expect(plan.amounts).toMatchObject({ shardHour: 1, keyHour: 1, putPayloadUnit: 1 / 1_000_000 });
});

test("scenarios take as long as the fullest of the lanes they are played in", () => {
  expect(makespan([10, 1, 1, 1], 2)).toBe(10);
  expect(makespan([1, 1, 1, 10], 2)).toBe(11);
  expect(makespan([], 2)).toBe(0);
});

test("the text has calls, time and cost", () => {
  const plan: Plan = {
    parts: [
      {
        name: "controls",
        calls: [{ account: "A", operation: "iam:CreateRole", resource: "role crosscheck-<run>-1-x", times: 2 }],
        seconds: 90,
      },
    ],
    seconds: 90,
    amounts: { ...nothingUsed, shardHour: 2 },
    incomplete: ["a/scenario"],
  };
  expect(planText(plan)).toBe(`controls
  A  iam:CreateRole                   role crosscheck-<run>-1-x, 2 times

2 calls would change something; nothing was sent.
time  about 2 min
cost  about $0.03, by list prices of us-east-1:
  $0.0300  Kinesis shards: 2 × begun hour  https://aws.amazon.com/kinesis/data-streams/pricing/
not all calls are known of a/scenario, which does not come to its end here
`);
});

test("where the accounts have a boundary of their own, no scenario makes one", async () => {
  const boundaries = named("limits/boundary-with-s3", "limits/boundary-without-s3");
  const operations = async (permissionsBoundary?: string) => {
    const { parts, incomplete } = await planRun(boundaries, { ...settings, permissionsBoundary });
    expect(incomplete).toEqual([]);
    return new Set(parts.flatMap(({ calls }) => calls.map(({ operation }) => operation)));
  };
  expect((await operations()).has("iam:CreatePolicy")).toBe(true);
  const withOwn = await operations("crosscheck-boundary");
  expect([withOwn.has("iam:CreatePolicy"), withOwn.has("iam:PutRolePermissionsBoundary")]).toEqual([false, true]);
});
