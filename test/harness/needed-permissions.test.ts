/** Removing any one permission that the flow needs turns a scenario red, and the message leads to the repair. */
import { describe, expect, test } from "vitest";
import {
  deliveryActions,
  embedded,
  readActions,
  runScenario,
  type ScenarioResult,
  trusting,
  without,
} from "../../harness/index.ts";
import { bucketAllowing, type Change, delivered, roleAllowing } from "../../scenarios/delivery.ts";

/** The delivery that works, with a change that the scenario does not know of. */
async function outcomeOf(change: Change): Promise<{ readonly message: string; readonly result: ScenarioResult }> {
  const scenario = delivered({ name: "delivery", title: "the record arrives", twin: "none", change });
  const result = await runScenario(scenario, embedded());
  const message = result.verdict.kind === "failed" ? result.verdict.failure.message : `it ${result.verdict.kind}`;
  return { message, result };
}

function settingOf({ setting }: ScenarioResult, name: string): string {
  return setting.find((each) => each.name === name)?.value ?? "";
}

test("with every permission the record arrives", async () => {
  expect((await outcomeOf({})).message).toBe("it passed");
});

const neededInBucket = ["s3:GetBucketLocation", "s3:PutObject", "s3:PutObjectAcl"] as const;

describe.each(neededInBucket)("without %s", (action) => {
  test("in the role's policy", async () => {
    const { message, result } = await outcomeOf({
      rolePolicy: (parts) => roleAllowing(parts, without(deliveryActions, action)),
    });
    expect(message).toContain(`${action} was denied`);
    expect(message).toContain(`account A (${settingOf(result, "account A")})`);
    expect(message).toMatch(/nearest is statement `WriteObjects` of policy `deliver`: its Action lacks/);
    expect(message).toMatch(new RegExp(`fix +add \`${action}\` to the Action of statement \`WriteObjects\``));
  });

  test("in the bucket policy", async () => {
    const { message, result } = await outcomeOf({
      bucketPolicy: (parts, role) => bucketAllowing(parts, role, without(deliveryActions, action)),
    });
    expect(message).toContain(`${action} was denied`);
    expect(message).toContain(`account B (${settingOf(result, "account B")})`);
    expect(message).toMatch(/nearest is statement `AllowDelivery` of .*bucket policy.*: its Action lacks/);
    expect(message).toMatch(new RegExp(`fix +add \`${action}\` to the Action of statement \`AllowDelivery\``));
  });
});

test.each(readActions)("without %s in the role's policy", async (action) => {
  const { message, result } = await outcomeOf({
    rolePolicy: (parts) => roleAllowing(parts, deliveryActions, without(readActions, action)),
  });
  expect(message).toContain(`${action} was denied`);
  expect(message).toContain(`account A (${settingOf(result, "account A")})`);
  expect(message).toMatch(/nearest is statement `ReadStream` of policy `deliver`: its Action lacks/);
  expect(message).toMatch(new RegExp(`fix +add \`${action}\` to the Action of statement \`ReadStream\``));
});

test("without a trust policy for Firehose", async () => {
  const { message, result } = await outcomeOf({
    trustPolicy: ({ accountA }) => trusting({ service: "lambda.amazonaws.com", externalId: accountA.id }),
  });
  expect(message).toContain("sts:AssumeRole was denied");
  expect(message).toContain(`account A (${settingOf(result, "account A")})`);
  expect(message).toMatch(/nearest is statement 1 of .*trust policy.*: its Principal/);
  expect(message).toMatch(/fix +add `\{"Service":"firehose\.amazonaws\.com"\}` to the Principal of statement 1/);
});

test("without account A's id as external id in the trust policy", async () => {
  const { message } = await outcomeOf({
    trustPolicy: ({ accountB }) => trusting({ service: "firehose.amazonaws.com", externalId: accountB.id }),
  });
  expect(message).toContain("sts:AssumeRole was denied");
  expect(message).toMatch(/fix +let StringEquals on `sts:ExternalId` of statement 1 accept `\d{12}`/);
});

test("without any bucket policy", async () => {
  const { message, result } = await outcomeOf({ bucketPolicy: () => undefined });
  expect(message).toContain(`account B (${settingOf(result, "account B")}) has no policy that allows anything`);
  expect(message).toMatch(/fix +add to a new policy of bucket `landing-[0-9a-f]{8}` in account B/);
});
