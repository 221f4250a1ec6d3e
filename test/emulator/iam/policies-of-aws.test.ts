import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListEntitiesForPolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutUserPermissionsBoundaryCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { describe, expect, test } from "vitest";
import { isManagedByAws, isManagedPolicyKnown } from "../../../emulator/iam/aws-managed-policies.ts";
import { managedPolicyNames } from "../../../emulator/iam/aws-managed-policy-names.ts";
import { type Clients, errorOf, twoAccounts } from "../../support/clients.ts";
import { makeRole, makeUser, trusting } from "../../support/identities.ts";

const unknownHere = "arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole";
const unknownThere = "arn:aws:iam::aws:policy/AWSGlueServiceRole";
const known = "arn:aws:iam::aws:policy/AmazonS3FullAccess";
const AssumeRolePolicyDocument = trusting({ Service: "firehose.amazonaws.com" });

const calls: Readonly<Record<string, (a: Clients, PolicyArn: string) => Promise<unknown>>> = {
  AttachRolePolicy: (a, PolicyArn) => a.iam.send(new AttachRolePolicyCommand({ RoleName: "reader", PolicyArn })),
  AttachUserPolicy: (a, PolicyArn) => a.iam.send(new AttachUserPolicyCommand({ UserName: "ann", PolicyArn })),
  GetPolicy: (a, PolicyArn) => a.iam.send(new GetPolicyCommand({ PolicyArn })),
  ListEntitiesForPolicy: (a, PolicyArn) => a.iam.send(new ListEntitiesForPolicyCommand({ PolicyArn })),
  CreateRole: (a, PermissionsBoundary) =>
    a.iam.send(new CreateRoleCommand({ RoleName: "new", AssumeRolePolicyDocument, PermissionsBoundary })),
  CreateUser: (a, PermissionsBoundary) => a.iam.send(new CreateUserCommand({ UserName: "new", PermissionsBoundary })),
  PutRolePermissionsBoundary: (a, PermissionsBoundary) =>
    a.iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: "reader", PermissionsBoundary })),
  PutUserPermissionsBoundary: (a, PermissionsBoundary) =>
    a.iam.send(new PutUserPermissionsBoundaryCommand({ UserName: "ann", PermissionsBoundary })),
};

describe("a policy of AWS", () => {
  test.each(Object.entries(calls))("in %s: one that is not known here is told by name", async (_operation, call) => {
    await using aws = await twoAccounts();
    await makeRole(aws.a, "reader", AssumeRolePolicyDocument);
    await makeUser(aws.a, "ann");
    expect(await errorOf(call(aws.a, unknownHere))).toEqual({
      code: "NotImplemented",
      message: `The policy ${unknownHere} of AWS is not emulated by firehose-crosscheck.`,
      status: 501,
    });
    expect(await errorOf(call(aws.a, unknownThere))).toMatchObject({ code: "NoSuchEntityException", status: 404 });
    await call(aws.a, known);
  });

  test("has versions, which are told of in the same way", async () => {
    await using aws = await twoAccounts();
    const version = (PolicyArn: string) => aws.a.iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: "v2" }));
    expect((await version(known)).PolicyVersion?.IsDefaultVersion).toBe(true);
    expect((await errorOf(version(unknownHere))).code).toBe("NotImplemented");
    expect((await errorOf(version(unknownThere))).code).toBe("NoSuchEntityException");
  });

  test("narrows a session in the same way", async () => {
    await using aws = await twoAccounts();
    const { arn, keys } = await makeUser(aws.a, "ann");
    const RoleArn = await makeRole(aws.a, "reader", trusting({ AWS: arn }));
    const assumed = (policy: string) =>
      aws
        .clientsOf(keys)
        .sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "session", PolicyArns: [{ arn: policy }] }));
    expect((await assumed(known)).AssumedRoleUser?.Arn).toContain("reader");
    expect((await errorOf(assumed(unknownHere))).code).toBe("NotImplemented");
    expect((await errorOf(assumed(unknownThere))).code).toBe("InvalidParameterValue");
  });

  test("cannot be changed, known here or not", async () => {
    await using aws = await twoAccounts();
    const deleted = (PolicyArn: string) => errorOf(aws.a.iam.send(new DeletePolicyCommand({ PolicyArn })));
    expect((await deleted(known)).code).toBe("AccessDenied");
    expect((await deleted(unknownHere)).code).toBe("AccessDenied");
    expect((await deleted(unknownThere)).code).toBe("NoSuchEntityException");
  });
});

test("the policies of AWS that are known here are among those that AWS has", () => {
  const all = Object.entries(managedPolicyNames).flatMap(([path, names]) =>
    names.map((name) => `arn:aws:iam::aws:policy${path}${name}`),
  );
  expect(all.filter(isManagedPolicyKnown)).toHaveLength(13);
  expect(all.every(isManagedByAws)).toBe(true);
  expect(new Set(all).size).toBe(all.length);
});
