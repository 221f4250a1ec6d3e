import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateStreamCommand, DeleteStreamCommand } from "@aws-sdk/client-kinesis";
import { CreateKeyCommand, DisableKeyCommand } from "@aws-sdk/client-kms";
import { CreateBucketCommand, DeleteBucketCommand } from "@aws-sdk/client-s3";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { type AccountClients, clientsFor } from "../../harness/clients.ts";
import { errorOf } from "../support/clients.ts";
import { type SandboxAccounts, sandboxAccounts, takeRole } from "../support/sandbox-accounts.ts";

const name = "crosscheck-abcdefghij-1-delivery";
const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "firehose.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const everything = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

/** Clients past the gate: what the role's own permissions keep out, whatever the harness may ask for. */
async function sideA(): Promise<SandboxAccounts & { readonly clients: AccountClients; arn(policy: string): string }> {
  const world = await sandboxAccounts();
  const { id } = world.access.A;
  return { ...world, clients: clientsFor(world.access.A), arn: (policy) => `arn:aws:iam::${id}:policy/${policy}` };
}

/** By whichever of its names the service has for it. */
const denied = (call: Promise<unknown>) =>
  errorOf(call).then(({ code }) => code === "AccessDenied" || code === "AccessDeniedException" || code);

test("a role is made under the boundary, and without it or under another it is not", async () => {
  await using world = await sideA();
  const { iam } = world.clients;
  const make = (RoleName: string, PermissionsBoundary?: string) =>
    iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, PermissionsBoundary }));
  const admin = await world.aws.a.iam.send(
    new CreatePolicyCommand({ PolicyName: "crosscheck-abcdefghij-admin", PolicyDocument: everything }),
  );
  expect(await denied(make(name))).toBe(true);
  expect(await denied(make(name, admin.Policy?.Arn))).toBe(true);
  expect(await denied(make("payroll", world.arn("crosscheck-boundary")))).toBe(true);
  await make(name, world.arn("crosscheck-boundary"));
});

test("a role's boundary can be replaced by the stack's only, and never removed", async () => {
  await using world = await sideA();
  const { iam } = world.clients;
  const PermissionsBoundary = world.arn("crosscheck-boundary");
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust, PermissionsBoundary }));
  const put = (arn: string) =>
    iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: name, PermissionsBoundary: arn }));
  await world.aws.a.iam.send(new CreatePolicyCommand({ PolicyName: "crosscheck-wide", PolicyDocument: everything }));
  expect(await denied(put(world.arn("crosscheck-wide")))).toBe(true);
  expect(await denied(iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: name })))).toBe(true);
  await put(world.arn("crosscheck-boundary-without-s3"));
  await put(world.arn("crosscheck-boundary-with-s3"));
});

test("no policy is written that could bind or give more: no managed one, none for users, none for unbound roles", async () => {
  await using world = await sideA();
  const { iam } = world.clients;
  const PolicyArn = world.arn("crosscheck-boundary");
  await world.aws.a.iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
  const inline = { PolicyName: "all", PolicyDocument: everything };
  const calls = [
    iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: everything })),
    iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: everything, SetAsDefault: true })),
    iam.send(new PutUserPolicyCommand({ UserName: name, ...inline })),
    iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" })),
    iam.send(new PutRolePolicyCommand({ RoleName: name, ...inline })),
  ];
  expect(await Promise.all(calls.map(denied))).toEqual(calls.map(() => true));
});

test("the harness role does not change itself, and takes no role that it made", async () => {
  await using world = await sideA();
  const { iam, sts } = world.clients;
  const RoleName = "crosscheck-harness";
  const calls = [
    iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust })),
    iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "all", PolicyDocument: everything })),
    iam.send(new DeleteRoleCommand({ RoleName })),
    sts.send(
      new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${world.access.A.id}:role/${name}`, RoleSessionName: "self" }),
    ),
  ];
  expect(await Promise.all(calls.map(denied))).toEqual(calls.map(() => true));
});

test("what is not a run's is not touched: by its name, a bucket by its account, a key by its tags", async () => {
  await using world = await sideA();
  using b = clientsFor(world.access.B);
  const { a, b: ownerOfB } = world.aws;
  await a.kinesis.send(new CreateStreamCommand({ StreamName: "orders", ShardCount: 1 }));
  await a.s3.send(new CreateBucketCommand({ Bucket: name }));
  const { KeyMetadata: key } = await ownerOfB.kms.send(new CreateKeyCommand({ Description: "somebody's" }));
  expect(await denied(world.clients.kinesis.send(new DeleteStreamCommand({ StreamName: "orders" })))).toBe(true);
  expect(await denied(b.s3.send(new DeleteBucketCommand({ Bucket: name })))).toBe(true);
  expect(await denied(b.kms.send(new DisableKeyCommand({ KeyId: key?.KeyId })))).toBe(true);
  expect(await denied(b.kms.send(new CreateKeyCommand({})))).toBe(true);
  await world.clients.s3.send(new DeleteBucketCommand({ Bucket: name }));
});

test.each([
  ["another repository", { sub: "repo:octo-org/other:ref:refs/heads/main" }, "AccessDenied"],
  ["another branch", { sub: "repo:octo-org/octo-repo:ref:refs/heads/wip" }, "AccessDenied"],
  ["a pull request", { sub: "repo:octo-org/octo-repo:pull_request" }, "AccessDenied"],
  ["another audience", { aud: "https://github.com/octo-org" }, "InvalidIdentityTokenException"],
])("the role is not taken by a job of %s", async (_name, claims, code) => {
  await using world = await sandboxAccounts();
  expect(await errorOf(takeRole(world.aws, world.roleArns.A, claims))).toMatchObject({ code });
  expect(await takeRole(world.aws, world.roleArns.A)).toHaveProperty("sessionToken");
});
