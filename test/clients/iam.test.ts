import { expect, test } from "vitest";
import { awsCli, needsClient, python } from "../support/child-clients.ts";
import { twoAccounts } from "../support/clients.ts";
import { assume, makeRole, makeUser, trusting } from "../support/identities.ts";

const timeout = 90_000;

test("the AWS CLI creates a role and reads it back", { timeout }, async ({ skip }) => {
  await needsClient(skip, "aws");
  await using aws = await twoAccounts();
  const trust = trusting({ Service: "firehose.amazonaws.com" });
  const create = ["iam", "create-role", "--role-name", "delivery", "--assume-role-policy-document", trust];
  const created = await awsCli(aws.emulator, aws.accountA, create);
  expect(created).toMatchObject({ exitCode: 0, stderr: "" });
  const { stdout } = await awsCli(aws.emulator, aws.accountA, ["iam", "get-role", "--role-name", "delivery"]);
  const { Role } = JSON.parse(stdout);
  expect(Role).toMatchObject({ ...JSON.parse(created.stdout).Role, AssumeRolePolicyDocument: JSON.parse(trust) });
  const again = await awsCli(aws.emulator, aws.accountA, create);
  expect(again.exitCode).not.toBe(0);
  expect(again.stderr.trim()).toBe(
    "An error occurred (EntityAlreadyExists) when calling the CreateRole operation: Role with name delivery already exists.",
  );
});

test("the AWS CLI assumes a role of another account only when both sides allow it", { timeout }, async ({ skip }) => {
  await needsClient(skip, "aws");
  await using aws = await twoAccounts();
  const bob = await makeUser(aws.a, "bob");
  const ann = await makeUser(aws.a, "ann", { Action: "sts:AssumeRole", Resource: "*" });
  const role = await makeRole(aws.b, "reader", trusting({ AWS: [ann.arn, bob.arn] }));
  const args = ["sts", "assume-role", "--role-arn", role, "--role-session-name", "cli"];
  const allowed = await awsCli(aws.emulator, ann.keys, args);
  expect(JSON.parse(allowed.stdout).AssumedRoleUser.Arn).toBe(
    `arn:aws:sts::${aws.accountB.id}:assumed-role/reader/cli`,
  );
  const denied = await awsCli(aws.emulator, bob.keys, args);
  expect(denied.stderr).toContain("An error occurred (AccessDenied) when calling the AssumeRole operation");
});

test("boto3 speaks as the session of a role, and is refused what the role may not", { timeout }, async ({ skip }) => {
  await needsClient(skip, "boto3");
  await using aws = await twoAccounts();
  const ann = await makeUser(aws.a, "ann", { Action: "sts:AssumeRole", Resource: "*" });
  const role = await makeRole(aws.a, "reader", trusting({ AWS: ann.arn }));
  const keys = await assume(aws.clientsOf(ann.keys), role, { RoleSessionName: "boto" });
  const { stdout, stderr } = await python(
    aws.emulator,
    keys,
    `
import boto3, botocore
print(boto3.client("sts").get_caller_identity()["Arn"])
try:
    boto3.client("iam").get_role(RoleName="reader")
    print("allowed")
except botocore.exceptions.ClientError as error:
    print(error.response["Error"]["Code"])
`,
  );
  expect({ lines: stdout.trim().split("\n"), stderr }).toEqual({
    lines: [`arn:aws:sts::${aws.accountA.id}:assumed-role/reader/boto`, "AccessDenied"],
    stderr: "",
  });
});
