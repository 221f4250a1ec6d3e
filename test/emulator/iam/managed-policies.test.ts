import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRolePermissionsBoundaryCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  PutRolePermissionsBoundaryCommand,
  SetDefaultPolicyVersionCommand,
} from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { assume, makeRole, makeUser, policyOf, trusting } from "../../support/identities.ts";

const seeRoles = policyOf({ Action: "iam:GetRole", Resource: "*" });
const seeNothing = policyOf({ Action: "s3:GetObject", Resource: "*" });

async function makePolicy(aws: TwoAccounts, name: string, document: string): Promise<string> {
  const { Policy } = await aws.a.iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: document }));
  return Policy?.Arn ?? "";
}

/** A session of the role `reader` of account A. */
async function sessionOf(aws: TwoAccounts, ...statements: readonly Record<string, unknown>[]) {
  const { arn, keys } = await makeUser(aws.a, "ann");
  const role = await makeRole(aws.a, "reader", trusting({ AWS: arn }), ...statements);
  const session = aws.clientsOf(await assume(aws.clientsOf(keys), role));
  return () => session.iam.send(new GetRoleCommand({ RoleName: "reader" }));
}

test("gives a role what an attached policy allows, until it is detached", async () => {
  await using aws = await twoAccounts();
  const look = await sessionOf(aws);
  const PolicyArn = await makePolicy(aws, "see-roles", seeRoles);
  expect((await errorOf(look())).code).toBe("AccessDenied");
  await aws.a.iam.send(new AttachRolePolicyCommand({ RoleName: "reader", PolicyArn }));
  expect((await look()).Role?.RoleName).toBe("reader");
  await aws.a.iam.send(new DetachRolePolicyCommand({ RoleName: "reader", PolicyArn }));
  expect((await errorOf(look())).code).toBe("AccessDenied");
});

test("decides by the default version of an attached policy, at once when it changes", async () => {
  await using aws = await twoAccounts();
  const look = await sessionOf(aws);
  const PolicyArn = await makePolicy(aws, "see-roles", seeNothing);
  await aws.a.iam.send(new AttachRolePolicyCommand({ RoleName: "reader", PolicyArn }));
  const added = await aws.a.iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: seeRoles }));
  expect(added.PolicyVersion).toMatchObject({ VersionId: "v2", IsDefaultVersion: false });
  expect((await errorOf(look())).code).toBe("AccessDenied");
  await aws.a.iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: "v2" }));
  expect((await look()).Role?.RoleName).toBe("reader");
});

test("bounds a role by its permissions boundary, until that is lifted", async () => {
  await using aws = await twoAccounts();
  const look = await sessionOf(aws, { Action: "iam:*", Resource: "*" });
  expect((await look()).Role?.RoleName).toBe("reader");
  const PermissionsBoundary = await makePolicy(aws, "see-nothing", seeNothing);
  await aws.a.iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: "reader", PermissionsBoundary }));
  expect((await errorOf(look())).code).toBe("AccessDenied");
  const { Role } = await aws.a.iam.send(new GetRoleCommand({ RoleName: "reader" }));
  expect(Role?.PermissionsBoundary).toEqual({
    PermissionsBoundaryType: "Policy",
    PermissionsBoundaryArn: PermissionsBoundary,
  });
  await aws.a.iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: "reader" }));
  expect((await look()).Role?.PermissionsBoundary).toBeUndefined();
});

test("attaches a policy that AWS keeps", async () => {
  await using aws = await twoAccounts();
  const look = await sessionOf(aws);
  const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
  await aws.a.iam.send(new AttachRolePolicyCommand({ RoleName: "reader", PolicyArn }));
  expect((await look()).Role?.RoleName).toBe("reader");
  const { AttachedPolicies } = await aws.a.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: "reader" }));
  expect(AttachedPolicies).toEqual([{ PolicyName: "AdministratorAccess", PolicyArn }]);
});

test("refuses a policy of another account", async () => {
  await using aws = await twoAccounts();
  const PolicyArn = await makePolicy(aws, "see-roles", seeRoles);
  await makeRole(aws.b, "reader", trusting({ Service: "firehose.amazonaws.com" }));
  expect(await errorOf(aws.b.iam.send(new AttachRolePolicyCommand({ RoleName: "reader", PolicyArn })))).toEqual({
    code: "NoSuchEntityException",
    message: `Policy ${PolicyArn} does not exist or is not attachable.`,
    status: 404,
  });
});

test("shows a policy, its versions and who has it", async () => {
  await using aws = await twoAccounts();
  const PolicyArn = await makePolicy(aws, "see-roles", seeRoles);
  await makeRole(aws.a, "reader", trusting({ Service: "firehose.amazonaws.com" }));
  await aws.a.iam.send(new AttachRolePolicyCommand({ RoleName: "reader", PolicyArn }));
  await aws.a.iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: seeNothing, SetAsDefault: true }));
  const { Policy } = await aws.a.iam.send(new GetPolicyCommand({ PolicyArn }));
  expect(Policy).toMatchObject({ AttachmentCount: 1, DefaultVersionId: "v2", IsAttachable: true });
  const { Versions } = await aws.a.iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  expect(Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion])).toEqual([
    ["v2", true],
    ["v1", false],
  ]);
  const first = await aws.a.iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: "v1" }));
  expect(decodeURIComponent(first.PolicyVersion?.Document ?? "")).toBe(seeRoles);
  const { PolicyRoles } = await aws.a.iam.send(new ListEntitiesForPolicyCommand({ PolicyArn }));
  expect(PolicyRoles?.map(({ RoleName }) => RoleName)).toEqual(["reader"]);
  const listed = await aws.a.iam.send(new ListPoliciesCommand({ Scope: "Local" }));
  expect(listed.Policies?.map(({ Arn }) => Arn)).toEqual([PolicyArn]);
  expect((await aws.b.iam.send(new ListPoliciesCommand({ Scope: "Local" }))).Policies).toEqual([]);
});

test("deletes a policy only once it is attached nowhere and has one version", async () => {
  await using aws = await twoAccounts();
  const PolicyArn = await makePolicy(aws, "see-roles", seeRoles);
  await makeRole(aws.a, "reader", trusting({ Service: "firehose.amazonaws.com" }));
  await aws.a.iam.send(new AttachRolePolicyCommand({ RoleName: "reader", PolicyArn }));
  await aws.a.iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: seeNothing }));
  const remove = () => aws.a.iam.send(new DeletePolicyCommand({ PolicyArn }));
  expect(await errorOf(remove())).toEqual({
    code: "DeleteConflictException",
    message: "Cannot delete a policy attached to entities.",
    status: 409,
  });
  await aws.a.iam.send(new DetachRolePolicyCommand({ RoleName: "reader", PolicyArn }));
  expect((await errorOf(remove())).message).toBe(
    "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
  );
  const removeVersion = (VersionId: string) => aws.a.iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  expect((await errorOf(removeVersion("v1"))).message).toBe("Cannot delete the default version of a policy.");
  await removeVersion("v2");
  await remove();
  expect(await errorOf(aws.a.iam.send(new GetPolicyCommand({ PolicyArn })))).toEqual({
    code: "NoSuchEntityException",
    message: `Policy ${PolicyArn} was not found.`,
    status: 404,
  });
});

test("keeps five versions and refuses a sixth", async () => {
  await using aws = await twoAccounts();
  const PolicyArn = await makePolicy(aws, "see-roles", seeRoles);
  const add = () => aws.a.iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: seeNothing }));
  for (let version = 2; version <= 5; version++) await add();
  expect(await errorOf(add())).toEqual({
    code: "LimitExceededException",
    message:
      "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
    status: 409,
  });
});

test("refuses an ARN that is none", async () => {
  await using aws = await twoAccounts();
  await makeRole(aws.a, "reader", trusting({ Service: "firehose.amazonaws.com" }));
  const attach = new AttachRolePolicyCommand({ RoleName: "reader", PolicyArn: "longpolicynamebutnoarn" });
  expect(await errorOf(aws.a.iam.send(attach))).toEqual({
    code: "ValidationError",
    message: "ARN longpolicynamebutnoarn is not valid.",
    status: 400,
  });
});
