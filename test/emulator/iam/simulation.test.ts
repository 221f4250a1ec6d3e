import {
  DeleteRoleCommand,
  PutRolePermissionsBoundaryCommand,
  SimulateCustomPolicyCommand,
  type SimulateCustomPolicyCommandInput,
  SimulatePrincipalPolicyCommand,
  type SimulatePrincipalPolicyCommandInput,
} from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { makeRole, makeUser, policyOf, trusting } from "../../support/identities.ts";

const orders = "arn:aws:s3:::orders/1";
const readOrders = { Action: "s3:GetObject", Resource: "arn:aws:s3:::orders/*" };
const firehose = trusting({ Service: "firehose.amazonaws.com" });

async function simulate(aws: TwoAccounts, input: SimulatePrincipalPolicyCommandInput) {
  const { EvaluationResults } = await aws.a.iam.send(new SimulatePrincipalPolicyCommand(input));
  return EvaluationResults ?? [];
}

test("tells what a role may do, for each action and resource, and by which policy", async () => {
  await using aws = await twoAccounts();
  const PolicySourceArn = await makeRole(aws.a, "reader", firehose, readOrders, {
    Effect: "Deny",
    Action: "s3:DeleteObject",
    Resource: "*",
  });
  const results = await simulate(aws, {
    PolicySourceArn,
    ActionNames: ["s3:GetObject", "s3:DeleteObject"],
    ResourceArns: [orders, "arn:aws:s3:::returns/1"],
  });
  const told = results.map(({ EvalActionName, EvalResourceName, EvalDecision, MatchedStatements }) => [
    ...[EvalActionName, EvalResourceName, EvalDecision],
    MatchedStatements?.map(({ SourcePolicyId }) => SourcePolicyId).join(),
  ]);
  expect(told).toEqual([
    ["s3:GetObject", orders, "allowed", "own"],
    ["s3:GetObject", "arn:aws:s3:::returns/1", "implicitDeny", ""],
    ["s3:DeleteObject", orders, "explicitDeny", "own"],
    ["s3:DeleteObject", "arn:aws:s3:::returns/1", "explicitDeny", "own"],
  ]);
});

test("decides by the context of the request, and names the keys that it misses", async () => {
  await using aws = await twoAccounts();
  const Condition = { Bool: { "aws:SecureTransport": "true" } };
  const PolicySourceArn = await makeRole(aws.a, "reader", firehose, { ...readOrders, Condition });
  const ask = async (secure?: string) => {
    const [result] = await simulate(aws, {
      PolicySourceArn,
      ActionNames: ["s3:GetObject"],
      ResourceArns: [orders],
      ContextEntries:
        secure === undefined
          ? []
          : [{ ContextKeyName: "aws:SecureTransport", ContextKeyType: "boolean", ContextKeyValues: [secure] }],
    });
    return [result?.EvalDecision, result?.MissingContextValues];
  };
  expect(await ask("true")).toEqual(["allowed", []]);
  expect(await ask("false")).toEqual(["implicitDeny", []]);
  expect(await ask()).toEqual(["implicitDeny", ["aws:SecureTransport"]]);
});

test("tells that a boundary is in the way", async () => {
  await using aws = await twoAccounts();
  const PolicySourceArn = await makeRole(aws.a, "reader", firehose, readOrders);
  const PermissionsBoundary = "arn:aws:iam::aws:policy/AmazonKinesisFullAccess";
  await aws.a.iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: "reader", PermissionsBoundary }));
  const ask = { PolicySourceArn, ActionNames: ["s3:GetObject"], ResourceArns: [orders] };
  const [bounded] = await simulate(aws, ask);
  expect(bounded).toMatchObject({
    EvalDecision: "implicitDeny",
    PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
  });
  const PermissionsBoundaryPolicyInputList = [policyOf(readOrders)];
  const [widened] = await simulate(aws, { ...ask, PermissionsBoundaryPolicyInputList });
  expect(widened).toMatchObject({
    EvalDecision: "allowed",
    PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: true },
  });
});

test("adds the policies of the request to those of the user, and a resource policy", async () => {
  await using aws = await twoAccounts();
  const ann = await makeUser(aws.a, "ann");
  const ask = { PolicySourceArn: ann.arn, ActionNames: ["s3:GetObject"], ResourceArns: [orders] };
  const decisionOf = async (more: Partial<SimulatePrincipalPolicyCommandInput>) =>
    (await simulate(aws, { ...ask, ...more }))[0]?.EvalDecision;
  expect(await decisionOf({})).toBe("implicitDeny");
  expect(await decisionOf({ PolicyInputList: [policyOf(readOrders)] })).toBe("allowed");
  const ResourcePolicy = policyOf({ ...readOrders, Principal: { AWS: ann.arn } });
  expect(await decisionOf({ ResourcePolicy })).toBe("allowed");
  expect(await decisionOf({ ResourcePolicy, ResourceOwner: aws.accountB.id })).toBe("implicitDeny");
});

test("simulates for nobody who is not there, and not for another account's", async () => {
  await using aws = await twoAccounts();
  const role = await makeRole(aws.a, "reader", firehose);
  const foreign = await makeRole(aws.b, "reader", firehose);
  await aws.a.iam.send(new DeleteRoleCommand({ RoleName: "reader" }));
  for (const PolicySourceArn of [role, foreign]) {
    const failure = await errorOf(simulate(aws, { PolicySourceArn, ActionNames: ["s3:GetObject"] }));
    expect(failure.code).toBe("NoSuchEntityException");
  }
});

test("refuses wildcards in action names and condition keys that it does not know", async () => {
  await using aws = await twoAccounts();
  const PolicySourceArn = await makeRole(aws.a, "reader", firehose);
  const anything = await errorOf(simulate(aws, { PolicySourceArn, ActionNames: ["s3:*"] }));
  expect(anything.code).toBe("InvalidInputException");
  const odd = { ContextKeyName: "s3:Odd", ContextKeyType: "string" as const, ContextKeyValues: ["x"] };
  const ask = { PolicySourceArn, ActionNames: ["s3:GetObject"], ContextEntries: [odd] };
  expect((await errorOf(simulate(aws, ask))).message).toBe(
    "The condition key s3:Odd is not emulated by firehose-crosscheck.",
  );
});

test("simulates policies that nobody has", async () => {
  await using aws = await twoAccounts();
  const decisionOf = async (more: Partial<SimulateCustomPolicyCommandInput>) => {
    const input = { PolicyInputList: [policyOf(readOrders)], ActionNames: ["s3:GetObject"], ResourceArns: [orders] };
    const { EvaluationResults } = await aws.a.iam.send(new SimulateCustomPolicyCommand({ ...input, ...more }));
    return EvaluationResults?.[0]?.EvalDecision;
  };
  expect(await decisionOf({})).toBe("allowed");
  expect(await decisionOf({ ActionNames: ["s3:PutObject"] })).toBe("implicitDeny");
  const boundary = policyOf({ Action: "kinesis:*", Resource: "*" });
  expect(await decisionOf({ PermissionsBoundaryPolicyInputList: [boundary] })).toBe("implicitDeny");
  expect(
    await decisionOf({ PolicyInputList: [policyOf(readOrders), policyOf({ ...readOrders, Effect: "Deny" })] }),
  ).toBe("explicitDeny");
});
