import { DeleteRoleCommand, DeleteRolePolicyCommand, UpdateRoleCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { assume, makeRole, makeUser, trusting } from "../../support/identities.ts";

const assumeAnything = { Action: "sts:*", Resource: "*" };

async function sessionOf(aws: TwoAccounts, name: string, more: { SourceIdentity?: string } = {}) {
  const { arn, keys } = await makeUser(aws.a, "ann", assumeAnything);
  const trust = trusting({ AWS: arn }, { Action: ["sts:AssumeRole", "sts:SetSourceIdentity"] });
  const role = await makeRole(aws.a, name, trust, assumeAnything);
  return { role, ...aws.clientsOf(await assume(aws.clientsOf(keys), role, more)) };
}

test("lets the session of a role assume a role of another account that trusts the first", async () => {
  await using aws = await twoAccounts();
  const first = await sessionOf(aws, "first");
  const second = await makeRole(aws.b, "second", trusting({ AWS: first.role }));
  const session = aws.clientsOf(await assume(first, second));
  expect((await session.sts.send(new GetCallerIdentityCommand({}))).Account).toBe(aws.accountB.id);
});

test("denies it where the second role trusts another role", async () => {
  await using aws = await twoAccounts();
  const first = await sessionOf(aws, "first");
  const other = await makeRole(aws.a, "other", trusting({ Service: "firehose.amazonaws.com" }));
  const second = await makeRole(aws.b, "second", trusting({ AWS: other }));
  expect((await errorOf(assume(first, second))).code).toBe("AccessDenied");
});

test("limits a chained session to one hour, whatever the role allows", async () => {
  await using aws = await twoAccounts();
  const first = await sessionOf(aws, "first");
  const second = await makeRole(aws.a, "second", trusting({ AWS: first.role }));
  await aws.a.iam.send(new UpdateRoleCommand({ RoleName: "second", MaxSessionDuration: 7200 }));
  expect(await errorOf(assume(first, second, { DurationSeconds: 3601 }))).toEqual({
    code: "ValidationError",
    message: "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    status: 400,
  });
  expect(await assume(first, second, { DurationSeconds: 3600 })).toHaveProperty("sessionToken");
});

test("keeps the source identity through a chain and lets nobody change it", async () => {
  await using aws = await twoAccounts();
  const first = await sessionOf(aws, "first", { SourceIdentity: "ann" });
  const trust = trusting({ AWS: first.role }, { Action: ["sts:AssumeRole", "sts:SetSourceIdentity"] });
  const second = await makeRole(aws.a, "second", trust);
  const chain = (SourceIdentity?: string) =>
    first.sts.send(new AssumeRoleCommand({ RoleArn: second, RoleSessionName: "session", SourceIdentity }));
  expect((await chain()).SourceIdentity).toBe("ann");
  expect((await chain("ann")).SourceIdentity).toBe("ann");
  expect((await errorOf(chain("bob"))).code).toBe("AccessDenied");
});

test("denies a chained session whose role does not let the source identity through", async () => {
  await using aws = await twoAccounts();
  const first = await sessionOf(aws, "first", { SourceIdentity: "ann" });
  const second = await makeRole(aws.a, "second", trusting({ AWS: first.role }));
  expect((await errorOf(assume(first, second))).message).toContain("sts:SetSourceIdentity");
});

test("denies the session of a deleted role what other policies still let its id do", async () => {
  await using aws = await twoAccounts();
  const first = await sessionOf(aws, "first");
  const second = await makeRole(aws.a, "second", trusting({ AWS: first.role }));
  expect(await assume(first, second)).toHaveProperty("sessionToken");
  await aws.a.iam.send(new DeleteRolePolicyCommand({ RoleName: "first", PolicyName: "own" }));
  await aws.a.iam.send(new DeleteRoleCommand({ RoleName: "first" }));
  expect((await errorOf(assume(first, second))).code).toBe("AccessDenied");
});
