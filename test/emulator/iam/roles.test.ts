import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListInstanceProfilesForRoleCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
} from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { errorOf, twoAccounts } from "../../support/clients.ts";
import { makeRole, policyOf, trusting } from "../../support/identities.ts";

const firehose = trusting({ Service: "firehose.amazonaws.com" });

test("creates a role and shows it as it was made", async () => {
  await using aws = await twoAccounts();
  const { Role } = await aws.a.iam.send(
    new CreateRoleCommand({
      RoleName: "delivery",
      Path: "/service-role/",
      AssumeRolePolicyDocument: firehose,
      Description: "delivers",
      MaxSessionDuration: 7200,
      Tags: [{ Key: "team", Value: "data" }],
    }),
  );
  expect(Role).toEqual({
    RoleName: "delivery",
    Path: "/service-role/",
    RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
    Arn: `arn:aws:iam::${aws.accountA.id}:role/service-role/delivery`,
    CreateDate: expect.any(Date),
    AssumeRolePolicyDocument: expect.any(String),
    Tags: [{ Key: "team", Value: "data" }],
  });
  const shown = await aws.a.iam.send(new GetRoleCommand({ RoleName: "delivery" }));
  expect(shown.Role).toEqual({
    ...{ ...Role, Description: "delivers", MaxSessionDuration: 7200, RoleLastUsed: {} },
  });
  expect(decodeURIComponent(shown.Role?.AssumeRolePolicyDocument ?? "")).toBe(firehose);
});

test("refuses a second role of that name, whatever its case", async () => {
  await using aws = await twoAccounts();
  await makeRole(aws.a, "delivery", firehose);
  for (const RoleName of ["delivery", "Delivery"]) {
    const create = new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: firehose });
    expect(await errorOf(aws.a.iam.send(create))).toEqual({
      code: "EntityAlreadyExistsException",
      message: `Role with name ${RoleName} already exists.`,
      status: 409,
    });
  }
});

test("takes a role of that name in another account", async () => {
  await using aws = await twoAccounts();
  await makeRole(aws.a, "delivery", firehose);
  expect(await makeRole(aws.b, "delivery", firehose)).toBe(`arn:aws:iam::${aws.accountB.id}:role/delivery`);
});

test("does not find a role that is not there", async () => {
  await using aws = await twoAccounts();
  expect(await errorOf(aws.a.iam.send(new GetRoleCommand({ RoleName: "nobody" })))).toEqual({
    code: "NoSuchEntityException",
    message: "The role with name nobody cannot be found.",
    status: 404,
  });
});

test("refuses a name with characters that AWS refuses", async () => {
  await using aws = await twoAccounts();
  const create = new CreateRoleCommand({ RoleName: "de livery", AssumeRolePolicyDocument: firehose });
  expect(await errorOf(aws.a.iam.send(create))).toEqual({
    code: "ValidationError",
    message:
      "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-",
    status: 400,
  });
});

test("keeps an inline policy as it was written", async () => {
  await using aws = await twoAccounts();
  await makeRole(aws.a, "delivery", firehose);
  const PolicyDocument = policyOf({ Action: "s3:PutObject", Resource: "arn:aws:s3:::orders/*" });
  await aws.a.iam.send(new PutRolePolicyCommand({ RoleName: "delivery", PolicyName: "deliver", PolicyDocument }));
  const shown = await aws.a.iam.send(new GetRolePolicyCommand({ RoleName: "delivery", PolicyName: "deliver" }));
  expect(decodeURIComponent(shown.PolicyDocument ?? "")).toBe(PolicyDocument);
});

test("refuses an inline policy that is no JSON, like the one with a missing comma", async () => {
  await using aws = await twoAccounts();
  await makeRole(aws.a, "delivery", firehose);
  const PolicyDocument = policyOf({ Action: ["s3:PutObject", "s3:PutObjectAcl"], Resource: "*" }).replace(
    '"s3:PutObject",',
    '"s3:PutObject"',
  );
  const put = new PutRolePolicyCommand({ RoleName: "delivery", PolicyName: "deliver", PolicyDocument });
  expect(await errorOf(aws.a.iam.send(put))).toEqual({
    code: "MalformedPolicyDocumentException",
    message: "Syntax errors in policy.",
    status: 400,
  });
});

test("refuses to delete a role while policies are on it, and deletes it once they are gone", async () => {
  await using aws = await twoAccounts();
  await makeRole(aws.a, "delivery", firehose, { Action: "s3:PutObject", Resource: "*" });
  const remove = new DeleteRoleCommand({ RoleName: "delivery" });
  expect(await errorOf(aws.a.iam.send(remove))).toEqual({
    code: "DeleteConflictException",
    message: "Cannot delete entity, must delete policies first.",
    status: 409,
  });
  await aws.a.iam.send(new DeleteRolePolicyCommand({ RoleName: "delivery", PolicyName: "own" }));
  await aws.a.iam.send(remove);
  expect((await errorOf(aws.a.iam.send(new GetRoleCommand({ RoleName: "delivery" })))).code).toBe(
    "NoSuchEntityException",
  );
});

test("refuses a managed policy that nobody made", async () => {
  await using aws = await twoAccounts();
  await makeRole(aws.a, "delivery", firehose);
  const PolicyArn = `arn:aws:iam::${aws.accountA.id}:policy/missing`;
  expect(await errorOf(aws.a.iam.send(new AttachRolePolicyCommand({ RoleName: "delivery", PolicyArn })))).toEqual({
    code: "NoSuchEntityException",
    message: `Policy ${PolicyArn} does not exist or is not attachable.`,
    status: 404,
  });
});

test("refuses a trust policy that names a role which does not exist", async () => {
  await using aws = await twoAccounts();
  const arn = `arn:aws:iam::${aws.accountA.id}:role/nobody`;
  const create = new CreateRoleCommand({ RoleName: "open", AssumeRolePolicyDocument: trusting({ AWS: arn }) });
  expect(await errorOf(aws.b.iam.send(create))).toEqual({
    code: "MalformedPolicyDocumentException",
    message: `Invalid principal in policy: "AWS":"${arn}"`,
    status: 400,
  });
});

test("shows the dead id of a role that was deleted, also after one of its name is made again", async () => {
  await using aws = await twoAccounts();
  const arn = await makeRole(aws.a, "reader", firehose);
  const before = await aws.a.iam.send(new GetRoleCommand({ RoleName: "reader" }));
  await makeRole(aws.b, "open", trusting({ AWS: arn }));
  const trustShown = async () => {
    const { Role } = await aws.b.iam.send(new GetRoleCommand({ RoleName: "open" }));
    return JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).Statement[0].Principal.AWS;
  };
  expect(await trustShown()).toBe(arn);
  await aws.a.iam.send(new DeleteRoleCommand({ RoleName: "reader" }));
  expect(await trustShown()).toBe(before.Role?.RoleId);
  await makeRole(aws.a, "reader", firehose);
  expect(await trustShown()).toBe(before.Role?.RoleId);
});

test("lists the roles under a path", async () => {
  await using aws = await twoAccounts();
  await makeRole(aws.a, "reader", firehose);
  await aws.a.iam.send(
    new CreateRoleCommand({ RoleName: "delivery", Path: "/service-role/", AssumeRolePolicyDocument: firehose }),
  );
  const names = async (PathPrefix?: string) =>
    (await aws.a.iam.send(new ListRolesCommand({ PathPrefix }))).Roles?.map(({ RoleName }) => RoleName);
  expect(await names()).toEqual(["delivery", "reader"]);
  expect(await names("/service-role/")).toEqual(["delivery"]);
});

test("replaces trust policy, description and longest session", async () => {
  await using aws = await twoAccounts();
  await makeRole(aws.a, "delivery", firehose);
  const PolicyDocument = trusting({ AWS: aws.accountB.id });
  await aws.a.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "delivery", PolicyDocument }));
  await aws.a.iam.send(
    new UpdateRoleCommand({ RoleName: "delivery", Description: "delivers", MaxSessionDuration: 7200 }),
  );
  const { Role } = await aws.a.iam.send(new GetRoleCommand({ RoleName: "delivery" }));
  expect(Role).toMatchObject({ Description: "delivers", MaxSessionDuration: 7200 });
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toBe(PolicyDocument);
});

test("refuses a trust policy with a Resource and one that is no JSON", async () => {
  await using aws = await twoAccounts();
  const create = (AssumeRolePolicyDocument: string) =>
    aws.a.iam.send(new CreateRoleCommand({ RoleName: "delivery", AssumeRolePolicyDocument }));
  const messages = [
    await errorOf(create("{")),
    await errorOf(create(trusting({ Service: "firehose.amazonaws.com" }, { Resource: "*" }))),
  ].map(({ code, message }) => `${code}: ${message}`);
  expect(messages).toEqual([
    "MalformedPolicyDocumentException: This policy contains invalid Json",
    "MalformedPolicyDocumentException: Has prohibited field Resource",
  ]);
});

test("has no instance profiles, as Terraform asks before it deletes a role", async () => {
  await using aws = await twoAccounts();
  await makeRole(aws.a, "delivery", firehose);
  const list = new ListInstanceProfilesForRoleCommand({ RoleName: "delivery" });
  expect((await aws.a.iam.send(list)).InstanceProfiles).toEqual([]);
});

test("counts the inline policies of a role together against their quota", async () => {
  await using aws = await twoAccounts();
  await makeRole(aws.a, "delivery", firehose);
  const PolicyDocument = policyOf({ Action: "s3:GetObject", Resource: `arn:aws:s3:::orders/${"x".repeat(6000)}` });
  const put = (PolicyName: string) =>
    aws.a.iam.send(new PutRolePolicyCommand({ RoleName: "delivery", PolicyName, PolicyDocument }));
  await put("one");
  expect(await errorOf(put("two"))).toEqual({
    code: "LimitExceededException",
    message: "Maximum policy size of 10240 bytes exceeded for role delivery",
    status: 409,
  });
});

test("keeps the path of service-linked roles for AWS, whose roles no organization binds", async () => {
  await using aws = await twoAccounts();
  const create = (Path: string) =>
    aws.a.iam.send(new CreateRoleCommand({ RoleName: "linked", Path, AssumeRolePolicyDocument: firehose }));
  expect((await errorOf(create("/aws-service-role/firehose.amazonaws.com/"))).code).toBe("InvalidInputException");
  expect((await create("/service-role/")).Role?.Path).toBe("/service-role/");
});

test("changes only what an update gives", async () => {
  await using aws = await twoAccounts();
  await makeRole(aws.a, "delivery", firehose);
  const RoleName = "delivery";
  await aws.a.iam.send(new UpdateRoleCommand({ RoleName, Description: "delivers", MaxSessionDuration: 7200 }));
  await aws.a.iam.send(new UpdateRoleCommand({ RoleName }));
  const shown = async () => {
    const { Role } = await aws.a.iam.send(new GetRoleCommand({ RoleName }));
    return [Role?.Description, Role?.MaxSessionDuration];
  };
  expect(await shown()).toEqual(["delivers", 7200]);
  const changed = await aws.a.iam.send(new UpdateRoleDescriptionCommand({ RoleName, Description: "writes" }));
  expect(changed.Role?.Description).toBe("writes");
  expect(await shown()).toEqual(["writes", 7200]);
});

test("lists the names of a role's inline policies by the page", async () => {
  await using aws = await twoAccounts();
  await makeRole(aws.a, "delivery", firehose);
  const PolicyDocument = policyOf({ Action: "s3:GetObject", Resource: "*" });
  for (const PolicyName of ["two", "one"]) {
    await aws.a.iam.send(new PutRolePolicyCommand({ RoleName: "delivery", PolicyName, PolicyDocument }));
  }
  const list = (Marker?: string) =>
    aws.a.iam.send(new ListRolePoliciesCommand({ RoleName: "delivery", MaxItems: 1, Marker }));
  const first = await list();
  expect(first).toMatchObject({ PolicyNames: ["one"], IsTruncated: true });
  expect(await list(first.Marker)).toMatchObject({ PolicyNames: ["two"], IsTruncated: false });
  expect((await errorOf(list("nonsense"))).code).toBe("ValidationError");
});

test("tells times in whole seconds", async () => {
  await using aws = await twoAccounts();
  await aws.emulator.clock.advance(1001 - (aws.emulator.clock.now() % 1000));
  await makeRole(aws.a, "delivery", firehose);
  const { Role } = await aws.a.iam.send(new GetRoleCommand({ RoleName: "delivery" }));
  expect(Role?.CreateDate?.getTime()).toBe(aws.emulator.clock.now() - 1);
});
