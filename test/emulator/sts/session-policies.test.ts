import { CreatePolicyCommand, GetRoleCommand, ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { assume, makeRole, makeUser, policyOf, trusting } from "../../support/identities.ts";

const seeRoles = policyOf({ Action: "iam:GetRole", Resource: "*" });

async function userAndRole(aws: TwoAccounts) {
  const { arn, keys } = await makeUser(aws.a, "ann");
  const role = await makeRole(aws.a, "reader", trusting({ AWS: arn }), { Action: "iam:*", Resource: "*" });
  return { ann: aws.clientsOf(keys), role };
}

test("narrows a session to a managed policy that is passed with it", async () => {
  await using aws = await twoAccounts();
  const { ann, role } = await userAndRole(aws);
  const { Policy } = await aws.a.iam.send(new CreatePolicyCommand({ PolicyName: "see", PolicyDocument: seeRoles }));
  const session = aws.clientsOf(await assume(ann, role, { PolicyArns: [{ arn: Policy?.Arn }] }));
  expect((await session.iam.send(new GetRoleCommand({ RoleName: "reader" }))).Role?.Arn).toBe(role);
  const list = new ListRolePoliciesCommand({ RoleName: "reader" });
  expect((await errorOf(session.iam.send(list))).code).toBe("AccessDenied");
});

test("gives a session nothing that its role does not have", async () => {
  await using aws = await twoAccounts();
  const { arn, keys } = await makeUser(aws.a, "ann");
  const role = await makeRole(aws.a, "reader", trusting({ AWS: arn }));
  const session = aws.clientsOf(await assume(aws.clientsOf(keys), role, { Policy: seeRoles }));
  expect((await errorOf(session.iam.send(new GetRoleCommand({ RoleName: "reader" })))).code).toBe("AccessDenied");
});

test("tells how much of the space for policies was used", async () => {
  await using aws = await twoAccounts();
  const { ann, role } = await userAndRole(aws);
  const answer = await ann.sts.send(
    new AssumeRoleCommand({ RoleArn: role, RoleSessionName: "session", Policy: seeRoles }),
  );
  expect(answer.PackedPolicySize).toBe(Math.ceil((seeRoles.length / 2048) * 100));
});

test("refuses a malformed session policy", async () => {
  await using aws = await twoAccounts();
  const { ann, role } = await userAndRole(aws);
  expect(await errorOf(assume(ann, role, { Policy: "{" }))).toEqual({
    code: "MalformedPolicyDocumentException",
    message: "Syntax errors in policy.",
    status: 400,
  });
});

test("refuses a session policy of more than 2,048 characters", async () => {
  await using aws = await twoAccounts();
  const { ann, role } = await userAndRole(aws);
  const Policy = policyOf({ Action: "iam:GetRole", Resource: `arn:aws:iam::*:role/${"x".repeat(2048)}` });
  expect(await errorOf(assume(ann, role, { Policy }))).toEqual({
    code: "ValidationError",
    message: `1 validation error detected: Value '${Policy}' at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048`,
    status: 400,
  });
});
