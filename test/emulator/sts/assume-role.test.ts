import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { assume, makeRole, makeUser, policyOf, trusting } from "../../support/identities.ts";

const assumeAnything = { Action: "sts:AssumeRole", Resource: "*" };
const seeRoles = { Action: "iam:GetRole", Resource: "*" };

/** A user of account A with these permissions. */
async function userOfA(aws: TwoAccounts, ...statements: readonly Record<string, unknown>[]) {
  const { arn, keys } = await makeUser(aws.a, "ann", ...statements);
  return { arn, ...aws.clientsOf(keys) };
}

test("gives a session that answers for the role's name and the session's", async () => {
  await using aws = await twoAccounts();
  const user = await userOfA(aws, assumeAnything);
  const role = await makeRole(aws.a, "reader", trusting({ AWS: aws.accountA.id }));
  const answer = await user.sts.send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: "morning" }));
  const { Role } = await aws.a.iam.send(new GetRoleCommand({ RoleName: "reader" }));
  const arn = `arn:aws:sts::${aws.accountA.id}:assumed-role/reader/morning`;
  expect(answer.AssumedRoleUser).toEqual({ AssumedRoleId: `${Role?.RoleId}:morning`, Arn: arn });
  expect(answer.Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
  expect(answer.PackedPolicySize).toBeUndefined();
  const session = aws.clientsOf(await assume(user, role, { RoleSessionName: "morning" }));
  const { UserId, Account, Arn } = await session.sts.send(new GetCallerIdentityCommand({}));
  expect({ UserId, Account, Arn }).toEqual({ UserId: `${Role?.RoleId}:morning`, Account: aws.accountA.id, Arn: arn });
});

test("lets a user in whom the trust policy names, without a policy of its own", async () => {
  await using aws = await twoAccounts();
  const user = await userOfA(aws);
  const role = await makeRole(aws.a, "reader", trusting({ AWS: user.arn }));
  expect(await assume(user, role)).toHaveProperty("sessionToken");
});

test("denies a user without a policy where the trust policy names only the account", async () => {
  await using aws = await twoAccounts();
  const user = await userOfA(aws);
  const role = await makeRole(aws.a, "reader", trusting({ AWS: aws.accountA.id }));
  expect((await errorOf(assume(user, role))).code).toBe("AccessDenied");
});

test("lets a user of another account in when both sides allow it", async () => {
  await using aws = await twoAccounts();
  const user = await userOfA(aws, assumeAnything);
  const role = await makeRole(aws.b, "reader", trusting({ AWS: user.arn }));
  const session = aws.clientsOf(await assume(user, role));
  expect((await session.sts.send(new GetCallerIdentityCommand({}))).Account).toBe(aws.accountB.id);
});

test("denies a user of another account when only the trust policy allows it", async () => {
  await using aws = await twoAccounts();
  const user = await userOfA(aws);
  const role = await makeRole(aws.b, "reader", trusting({ AWS: user.arn }));
  expect((await errorOf(assume(user, role))).code).toBe("AccessDenied");
});

test("denies a user of another account when only its own policy allows it", async () => {
  await using aws = await twoAccounts();
  const user = await userOfA(aws, assumeAnything);
  const role = await makeRole(aws.b, "reader", trusting({ AWS: aws.accountB.id }));
  expect((await errorOf(assume(user, role))).code).toBe("AccessDenied");
});

test("denies a missing role as it denies a closed one", async () => {
  await using aws = await twoAccounts();
  const user = await userOfA(aws, assumeAnything);
  const closed = await makeRole(aws.b, "closed", trusting({ AWS: aws.accountB.id }));
  const missing = closed.replace("closed", "missing");
  const [one, other] = [await errorOf(assume(user, closed)), await errorOf(assume(user, missing))];
  expect(other).toEqual({ ...one, message: one.message.replace("role/closed", "role/missing") });
  expect(one).toMatchObject({ code: "AccessDenied", status: 403 });
});

test("denies the root user", async () => {
  await using aws = await twoAccounts();
  const role = await makeRole(aws.a, "reader", trusting({ AWS: aws.accountA.id }));
  expect(await errorOf(assume(aws.a, role))).toEqual({
    code: "AccessDenied",
    message: "Roles may not be assumed by root accounts.",
    status: 403,
  });
});

test("demands the external ID that the trust policy demands", async () => {
  await using aws = await twoAccounts();
  const user = await userOfA(aws, assumeAnything);
  const trust = trusting({ AWS: user.arn }, { Condition: { StringEquals: { "sts:ExternalId": "42-orders" } } });
  const role = await makeRole(aws.b, "reader", trust);
  expect((await errorOf(assume(user, role))).code).toBe("AccessDenied");
  expect((await errorOf(assume(user, role, { ExternalId: "43-orders" }))).code).toBe("AccessDenied");
  expect(await assume(user, role, { ExternalId: "42-orders" })).toHaveProperty("sessionToken");
});

test("gives a running session what the role's policies say at each moment", async () => {
  await using aws = await twoAccounts();
  const user = await userOfA(aws, assumeAnything);
  const role = await makeRole(aws.a, "reader", trusting({ AWS: user.arn }));
  const session = aws.clientsOf(await assume(user, role));
  const look = () => session.iam.send(new GetRoleCommand({ RoleName: "reader" }));
  expect((await errorOf(look())).code).toBe("AccessDenied");
  const PolicyDocument = policyOf(seeRoles);
  await aws.a.iam.send(new PutRolePolicyCommand({ RoleName: "reader", PolicyName: "late", PolicyDocument }));
  expect((await look()).Role?.Arn).toBe(role);
  await aws.a.iam.send(new DeleteRolePolicyCommand({ RoleName: "reader", PolicyName: "late" }));
  expect((await errorOf(look())).code).toBe("AccessDenied");
});

test("leaves the session of a deleted role no permissions, though the role is made again", async () => {
  await using aws = await twoAccounts();
  const user = await userOfA(aws, assumeAnything);
  const role = await makeRole(aws.a, "reader", trusting({ AWS: user.arn }), seeRoles);
  const session = aws.clientsOf(await assume(user, role));
  const look = () => session.iam.send(new GetRoleCommand({ RoleName: "reader" }));
  await look();
  await aws.a.iam.send(new DeleteRolePolicyCommand({ RoleName: "reader", PolicyName: "own" }));
  await aws.a.iam.send(new DeleteRoleCommand({ RoleName: "reader" }));
  await makeRole(aws.a, "reader", trusting({ AWS: user.arn }), seeRoles);
  expect((await errorOf(look())).code).toBe("AccessDenied");
  expect((await session.sts.send(new GetCallerIdentityCommand({}))).Account).toBe(aws.accountA.id);
});

test("narrows a session to what its session policy also allows", async () => {
  await using aws = await twoAccounts();
  const user = await userOfA(aws, assumeAnything);
  const role = await makeRole(aws.a, "reader", trusting({ AWS: user.arn }), { Action: "iam:*", Resource: "*" });
  const session = aws.clientsOf(await assume(user, role, { Policy: policyOf(seeRoles) }));
  expect((await session.iam.send(new GetRoleCommand({ RoleName: "reader" }))).Role?.Arn).toBe(role);
  const list = new ListRolePoliciesCommand({ RoleName: "reader" });
  expect((await errorOf(session.iam.send(list))).code).toBe("AccessDenied");
  expect((await aws.a.iam.send(list)).PolicyNames).toEqual(["own"]);
});

test("ends a session when its time is over, not before", async () => {
  await using aws = await twoAccounts();
  const user = await userOfA(aws, assumeAnything);
  const role = await makeRole(aws.a, "reader", trusting({ AWS: user.arn }));
  const session = aws.clientsOf(await assume(user, role, { DurationSeconds: 900 }));
  await aws.emulator.clock.advance(898_000);
  await session.sts.send(new GetCallerIdentityCommand({}));
  await aws.emulator.clock.advance(2_000);
  expect(await errorOf(session.sts.send(new GetCallerIdentityCommand({})))).toEqual({
    code: "ExpiredToken",
    message: "The security token included in the request is expired",
    status: 403,
  });
});

test("refuses a session longer than the role allows, and takes one of that length", async () => {
  await using aws = await twoAccounts();
  const user = await userOfA(aws, assumeAnything);
  const role = await makeRole(aws.a, "reader", trusting({ AWS: user.arn }));
  expect(await errorOf(assume(user, role, { DurationSeconds: 3601 }))).toEqual({
    code: "ValidationError",
    message: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    status: 400,
  });
  expect(await assume(user, role, { DurationSeconds: 3600 })).toHaveProperty("sessionToken");
});

test.for([
  ["nothing-valid-in-here", "nothing-valid-in-here is invalid"],
  ["arn::b:::something/test-role", "arn::b:::something/test-role is invalid"],
  ["arn:a:a::aaaaaaaaaa:", "arn:a:a::aaaaaaaaaa: is invalid"],
])("refuses the role ARN %s", async ([RoleArn = "", message]) => {
  await using aws = await twoAccounts();
  const user = await userOfA(aws, assumeAnything);
  expect(await errorOf(assume(user, RoleArn))).toEqual({ code: "ValidationError", message, status: 400 });
});

test("refuses a session name with a colon", async () => {
  await using aws = await twoAccounts();
  const user = await userOfA(aws, assumeAnything);
  const role = await makeRole(aws.a, "reader", trusting({ AWS: user.arn }));
  expect(await errorOf(assume(user, role, { RoleSessionName: "Session1:2" }))).toEqual({
    code: "ValidationError",
    message:
      "1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    status: 400,
  });
});
