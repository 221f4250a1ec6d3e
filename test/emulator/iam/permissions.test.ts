import * as model from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import type { IamStore } from "../../../emulator/iam/store.ts";
import { actionsIn } from "../../../emulator/model/action-folder.ts";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { makeRole, makeUser, policyOf, trusting } from "../../support/identities.ts";

const firehose = trusting({ Service: "firehose.amazonaws.com" });
const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
const s3Only = "arn:aws:iam::aws:policy/AmazonS3FullAccess";

/** A value for every member that some operation requires. */
const inputs = {
  RoleName: "reader",
  UserName: "bob",
  PolicyName: "own",
  PolicyArn: administrator,
  PolicyDocument: policyOf({ Action: "s3:GetObject", Resource: "*" }),
  AssumeRolePolicyDocument: firehose,
  PermissionsBoundary: administrator,
  Description: "x",
  VersionId: "v1",
  Tags: [{ Key: "team", Value: "data" }],
  TagKeys: ["team"],
  AccountAlias: "orders",
  Status: "Active",
  PolicySourceArn: "",
  ActionNames: ["s3:GetObject"],
  Url: "https://oidc.example.com",
  OpenIDConnectProviderArn: "arn:aws:iam::111111111111:oidc-provider/oidc.example.com",
  PolicyInputList: [policyOf({ Action: "s3:GetObject", Resource: "*" })],
};

type AnyCommand = new (input: object) => model.GetRoleCommand;

/** The SDK's command of an operation by its name. */
function commandOf(operation: string): AnyCommand {
  const command = (model as unknown as Record<string, AnyCommand | undefined>)[`${operation}Command`];
  if (command === undefined) throw new Error(`the SDK has no ${operation}Command`);
  return command;
}

const actions = await actionsIn<IamStore>(new URL("../../../emulator/iam/actions/", import.meta.url));

test.for(actions.map(({ schema, emulates }) => [schema[2], emulates] as const))(
  "denies %s to a user whom no policy allows it",
  async ([operation, members]) => {
    await using aws = await twoAccounts();
    await makeRole(aws.a, "reader", firehose);
    const bob = await makeUser(aws.a, "bob");
    const ann = await makeUser(aws.a, "ann");
    const known = { ...inputs, AccessKeyId: bob.keys.accessKeyId, PolicySourceArn: bob.arn };
    const input = Object.entries(known).filter(([name]) => members.includes(name as never));
    const Command = commandOf(operation);
    const denied = await errorOf(aws.clientsOf(ann.keys).iam.send(new Command(Object.fromEntries(input))));
    expect(denied).toMatchObject({ code: "AccessDenied", status: 403 });
    expect(denied.message).toContain(`User: ${ann.arn} is not authorized to perform: iam:${operation} on resource: `);
  },
);

/** A user of account A with one statement, and the role `reader` to act on. */
async function userWith(aws: TwoAccounts, statement: Record<string, unknown>) {
  const role = await makeRole(aws.a, "reader", firehose);
  const { keys } = await makeUser(aws.a, "ann", { Resource: "*", ...statement });
  return { role, ...aws.clientsOf(keys) };
}

test("lets a user at the roles that its policy names, and at no other", async () => {
  await using aws = await twoAccounts();
  const ann = await userWith(aws, { Action: "iam:GetRole", Resource: `arn:aws:iam::${aws.accountA.id}:role/r*` });
  await makeRole(aws.a, "writer", firehose);
  const see = (RoleName: string) => ann.iam.send(new model.GetRoleCommand({ RoleName }));
  expect((await see("reader")).Role?.Arn).toBe(ann.role);
  expect((await errorOf(see("writer"))).code).toBe("AccessDenied");
});

test("does not show whether a role exists to who may not see it", async () => {
  await using aws = await twoAccounts();
  const ann = await userWith(aws, { Action: "iam:GetUser" });
  const [there, missing] = [
    await errorOf(ann.iam.send(new model.GetRoleCommand({ RoleName: "reader" }))),
    await errorOf(ann.iam.send(new model.GetRoleCommand({ RoleName: "nobody" }))),
  ];
  expect(missing).toEqual({ ...there, message: there.message.replace("role/reader", "role/nobody") });
});

test("lets a user create only roles with the boundary that its policy demands", async () => {
  await using aws = await twoAccounts();
  const Condition = { StringEquals: { "iam:PermissionsBoundary": s3Only } };
  const ann = await userWith(aws, { Action: "iam:CreateRole", Condition });
  const create = (PermissionsBoundary?: string) =>
    ann.iam.send(
      new model.CreateRoleCommand({ RoleName: "new", AssumeRolePolicyDocument: firehose, PermissionsBoundary }),
    );
  expect((await errorOf(create())).code).toBe("AccessDenied");
  expect((await errorOf(create(administrator))).code).toBe("AccessDenied");
  expect((await create(s3Only)).Role?.RoleName).toBe("new");
});

test("lets a user attach only the policies that its policy names", async () => {
  await using aws = await twoAccounts();
  const Condition = { ArnEquals: { "iam:PolicyARN": s3Only } };
  const ann = await userWith(aws, { Action: "iam:AttachRolePolicy", Condition });
  const attach = (PolicyArn: string) =>
    ann.iam.send(new model.AttachRolePolicyCommand({ RoleName: "reader", PolicyArn }));
  expect((await errorOf(attach(administrator))).code).toBe("AccessDenied");
  await attach(s3Only);
});

test("lets a user change only roles with the tag that its policy demands", async () => {
  await using aws = await twoAccounts();
  const Condition = { StringEquals: { "aws:ResourceTag/team": "data" } };
  const ann = await userWith(aws, { Action: "iam:PutRolePolicy", Condition });
  const { PolicyDocument } = inputs;
  const put = () =>
    ann.iam.send(new model.PutRolePolicyCommand({ RoleName: "reader", PolicyName: "own", PolicyDocument }));
  expect((await errorOf(put())).code).toBe("AccessDenied");
  await aws.a.iam.send(new model.TagRoleCommand({ RoleName: "reader", Tags: inputs.Tags }));
  await put();
});

test("asks for iam:TagRole too where a role is created with tags", async () => {
  await using aws = await twoAccounts();
  const ann = await userWith(aws, { Action: "iam:CreateRole" });
  const create = (Tags?: model.Tag[]) =>
    ann.iam.send(new model.CreateRoleCommand({ RoleName: "new", AssumeRolePolicyDocument: firehose, Tags }));
  expect((await errorOf(create(inputs.Tags))).message).toContain("iam:TagRole");
  expect((await create()).Role?.RoleName).toBe("new");
});

test("refuses what is not emulated by its name", async () => {
  await using aws = await twoAccounts();
  expect(await errorOf(aws.a.iam.send(new model.CreateGroupCommand({ GroupName: "staff" })))).toMatchObject({
    code: "NotImplemented",
    message: "iam:CreateGroup is not emulated by firehose-crosscheck.",
    status: 501,
  });
});
