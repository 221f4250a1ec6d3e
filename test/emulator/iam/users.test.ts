import {
  CreateAccessKeyCommand,
  CreateAccountAliasCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteAccountAliasCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  GetAccessKeyLastUsedCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  ListAccountAliasesCommand,
  ListUsersCommand,
  ListUserTagsCommand,
  TagUserCommand,
  UntagUserCommand,
  UpdateAccessKeyCommand,
  UpdateUserCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { errorOf, twoAccounts } from "../../support/clients.ts";
import { assume, makeRole, makeUser, trusting } from "../../support/identities.ts";

const allowIam = { Action: "iam:*", Resource: "*" };

test("lets a user's key in while it is active, and not while it is inactive", async () => {
  await using aws = await twoAccounts();
  const { keys } = await makeUser(aws.a, "ann");
  const ann = aws.clientsOf(keys);
  const set = (Status: "Active" | "Inactive") =>
    aws.a.iam.send(new UpdateAccessKeyCommand({ UserName: "ann", AccessKeyId: keys.accessKeyId, Status }));
  await ann.sts.send(new GetCallerIdentityCommand({}));
  await set("Inactive");
  expect((await errorOf(ann.sts.send(new GetCallerIdentityCommand({})))).code).toBe("InvalidClientTokenId");
  await set("Active");
  await ann.sts.send(new GetCallerIdentityCommand({}));
});

test("shows a user to itself without being given a name", async () => {
  await using aws = await twoAccounts();
  const { arn, keys } = await makeUser(aws.a, "ann", allowIam);
  const { User } = await aws.clientsOf(keys).iam.send(new GetUserCommand({}));
  expect(User?.Arn).toBe(arn);
});

test("denies a user what no policy allows, and says who asked for what", async () => {
  await using aws = await twoAccounts();
  const { arn, keys } = await makeUser(aws.a, "ann");
  const { code, message, status } = await errorOf(aws.clientsOf(keys).iam.send(new GetUserCommand({})));
  expect({ code, status }).toEqual({ code: "AccessDenied", status: 403 });
  expect(message).toContain(`User: ${arn} is not authorized to perform: iam:GetUser on resource: `);
});

test("gives a user two keys and refuses a third", async () => {
  await using aws = await twoAccounts();
  await makeUser(aws.a, "ann");
  const add = new CreateAccessKeyCommand({ UserName: "ann" });
  await aws.a.iam.send(add);
  expect(await errorOf(aws.a.iam.send(add))).toEqual({
    code: "LimitExceededException",
    message: "Cannot exceed quota for AccessKeysPerUser: 2",
    status: 409,
  });
  const { AccessKeyMetadata } = await aws.a.iam.send(new ListAccessKeysCommand({ UserName: "ann" }));
  expect(AccessKeyMetadata?.map(({ UserName, Status }) => [UserName, Status])).toEqual([
    ["ann", "Active"],
    ["ann", "Active"],
  ]);
});

test("tells whose key it is to its own account alone", async () => {
  await using aws = await twoAccounts();
  const { keys } = await makeUser(aws.a, "ann");
  const ask = new GetAccessKeyLastUsedCommand({ AccessKeyId: keys.accessKeyId });
  expect((await aws.a.iam.send(ask)).UserName).toBe("ann");
  expect(await errorOf(aws.b.iam.send(ask))).toEqual({
    code: "AccessDenied",
    message: `User: arn:aws:iam::${aws.accountB.id}:root is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key ${keys.accessKeyId}`,
    status: 403,
  });
});

test("deletes a user only once its policies and keys are gone", async () => {
  await using aws = await twoAccounts();
  const { keys } = await makeUser(aws.a, "ann", allowIam);
  const remove = () => aws.a.iam.send(new DeleteUserCommand({ UserName: "ann" }));
  expect((await errorOf(remove())).message).toBe("Cannot delete entity, must delete policies first.");
  await aws.a.iam.send(new DeleteUserPolicyCommand({ UserName: "ann", PolicyName: "own" }));
  expect((await errorOf(remove())).message).toBe("Cannot delete entity, must delete access keys first.");
  await aws.a.iam.send(new DeleteAccessKeyCommand({ UserName: "ann", AccessKeyId: keys.accessKeyId }));
  await remove();
  expect(await errorOf(aws.a.iam.send(new GetUserCommand({ UserName: "ann" })))).toEqual({
    code: "NoSuchEntityException",
    message: "The user with name ann cannot be found.",
    status: 404,
  });
});

test("renames a user, who keeps id, policies and keys", async () => {
  await using aws = await twoAccounts();
  const { keys } = await makeUser(aws.a, "ann", allowIam);
  const before = await aws.a.iam.send(new GetUserCommand({ UserName: "ann" }));
  await aws.a.iam.send(new UpdateUserCommand({ UserName: "ann", NewUserName: "anna", NewPath: "/staff/" }));
  const { User } = await aws.clientsOf(keys).iam.send(new GetUserCommand({}));
  expect(User).toEqual({
    ...before.User,
    UserName: "anna",
    Path: "/staff/",
    Arn: `arn:aws:iam::${aws.accountA.id}:user/staff/anna`,
  });
});

test("pages through users", async () => {
  await using aws = await twoAccounts();
  for (const UserName of ["ann", "bob", "cid"]) await aws.a.iam.send(new CreateUserCommand({ UserName }));
  const first = await aws.a.iam.send(new ListUsersCommand({ MaxItems: 2 }));
  expect(first.Users?.map(({ UserName }) => UserName)).toEqual(["ann", "bob"]);
  expect(first.IsTruncated).toBe(true);
  const second = await aws.a.iam.send(new ListUsersCommand({ MaxItems: 2, Marker: first.Marker }));
  expect(second.Users?.map(({ UserName }) => UserName)).toEqual(["cid"]);
  expect(second.IsTruncated).toBe(false);
});

test("keeps one value a tag key, whatever its case", async () => {
  await using aws = await twoAccounts();
  await aws.a.iam.send(new CreateUserCommand({ UserName: "ann", Tags: [{ Key: "Team", Value: "data" }] }));
  await aws.a.iam.send(
    new TagUserCommand({
      UserName: "ann",
      Tags: [
        { Key: "team", Value: "ops" },
        { Key: "cost", Value: "1" },
      ],
    }),
  );
  const list = async () => (await aws.a.iam.send(new ListUserTagsCommand({ UserName: "ann" }))).Tags;
  expect(await list()).toEqual([
    { Key: "team", Value: "ops" },
    { Key: "cost", Value: "1" },
  ]);
  await aws.a.iam.send(new UntagUserCommand({ UserName: "ann", TagKeys: ["cost", "missing"] }));
  expect(await list()).toEqual([{ Key: "team", Value: "ops" }]);
});

test("allows a user to tag with the keys that its policy names, and no others", async () => {
  await using aws = await twoAccounts();
  const onlyTeam = { "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } };
  const { keys } = await makeUser(aws.a, "ann", { Action: "iam:TagUser", Resource: "*", Condition: onlyTeam });
  const tag = (Key: string) =>
    aws.clientsOf(keys).iam.send(new TagUserCommand({ UserName: "ann", Tags: [{ Key, Value: "x" }] }));
  await tag("team");
  expect((await errorOf(tag("cost"))).code).toBe("AccessDenied");
});

test("names an account by an alias that no other account has", async () => {
  await using aws = await twoAccounts();
  const alias = new CreateAccountAliasCommand({ AccountAlias: "orders" });
  await aws.a.iam.send(alias);
  expect((await errorOf(aws.b.iam.send(alias))).code).toBe("EntityAlreadyExistsException");
  expect((await aws.a.iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual(["orders"]);
  await aws.a.iam.send(new DeleteAccountAliasCommand({ AccountAlias: "orders" }));
  expect((await aws.a.iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual([]);
});

test("asks a session, which is no user, for the name of one", async () => {
  await using aws = await twoAccounts();
  const { arn, keys } = await makeUser(aws.a, "ann");
  const role = await makeRole(aws.a, "reader", trusting({ AWS: arn }), allowIam);
  const session = aws.clientsOf(await assume(aws.clientsOf(keys), role));
  expect(await errorOf(session.iam.send(new GetUserCommand({})))).toEqual({
    code: "ValidationError",
    message: "Must specify userName when calling with non-User credentials",
    status: 400,
  });
  expect((await session.iam.send(new GetUserCommand({ UserName: "ann" }))).User?.Arn).toBe(arn);
});
