import { join } from "node:path";
import { CreateDeliveryStreamCommand } from "@aws-sdk/client-firehose";
import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateStreamCommand, DeleteStreamCommand, GetShardIteratorCommand } from "@aws-sdk/client-kinesis";
import {
  CreateGrantCommand,
  CreateKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
} from "@aws-sdk/client-kms";
import { CreateBucketCommand, DeleteBucketCommand, PutBucketPolicyCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { type ControlPolicySettings, createOrganization, startEmulator } from "../../emulator/index.ts";
import { type AccountClients, clientsFor } from "../../harness/clients.ts";
import { keyPolicy } from "../../harness/key.ts";
import { clientsOf, errorOf } from "../support/clients.ts";
import { resourcesOf } from "../support/cloudformation.ts";
import { makeUser } from "../support/identities.ts";
import { type SandboxAccounts, sandboxAccounts, takeRole } from "../support/sandbox-accounts.ts";

const name = "crosscheck-abcdefghij-1-delivery";
const trustOf = (Principal: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }] });
const trust = trustOf({ Service: "firehose.amazonaws.com" });
const everything = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

const everybody = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" }],
});
const firstShard = { ShardId: "shardId-000000000000", ShardIteratorType: "TRIM_HORIZON" } as const;
const guardrailTemplate = join(import.meta.dirname, "../../infra/sandbox-guardrail.yaml");
const settingsOf = (id: string) => ({ id, accessKeyId: `AKIA${id}ROOT`, secretAccessKey: `secret-of-${id}` });

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

test("a user's key is good for nothing, though a bucket of a run's lets that user in", async () => {
  await using world = await sideA();
  const { iam, s3 } = world.clients;
  const PermissionsBoundary = world.arn("crosscheck-boundary");
  const make = (boundary?: string) =>
    iam.send(new CreateUserCommand({ UserName: name, PermissionsBoundary: boundary }));
  expect(await denied(make())).toBe(true);
  const { User } = await make(PermissionsBoundary);
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  expect(await denied(iam.send(new CreateAccessKeyCommand({ UserName: "payroll" })))).toBe(true);
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  const letsIn = (Principal: unknown) => ({
    Effect: "Allow",
    Principal,
    Action: "s3:*",
    Resource: `arn:aws:s3:::${name}/*`,
  });
  const open = (Principal: unknown) =>
    world.aws.a.s3.send(
      new PutBucketPolicyCommand({
        Bucket: name,
        Policy: JSON.stringify({ Version: "2012-10-17", Statement: [letsIn(Principal)] }),
      }),
    );
  await open({ AWS: User?.Arn });
  const user = world.aws.clientsOf({
    accessKeyId: key?.AccessKeyId ?? "",
    secretAccessKey: key?.SecretAccessKey ?? "",
  });
  const put = user.s3.send(new PutObjectCommand({ Bucket: name, Key: "x", Body: "x" }));
  expect((await errorOf(put)).message).toContain("with an explicit deny in a permissions boundary");
});

test("a role that outsiders can take reaches nothing but what runs make", async () => {
  await using world = await sideA();
  const { iam } = world.clients;
  const { a, b } = world.aws;
  const outsiders = trustOf({ AWS: `arn:aws:iam::${world.access.B.id}:root` });
  const PermissionsBoundary = world.arn("crosscheck-boundary");
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: outsiders, PermissionsBoundary }));
  const all = { PolicyName: "all", PolicyDocument: everything };
  await iam.send(new PutRolePolicyCommand({ RoleName: name, ...all }));
  await a.s3.send(new CreateBucketCommand({ Bucket: "payroll-of-a" }));
  await a.kinesis.send(new CreateStreamCommand({ StreamName: "orders", ShardCount: 1 }));
  const { KeyMetadata: key } = await a.kms.send(new CreateKeyCommand({}));
  const RoleArn = `arn:aws:iam::${world.access.A.id}:role/${name}`;
  const { keys } = await makeUser(b, "outsider", { Action: "sts:AssumeRole", Resource: "*" });
  const { Credentials } = await world.aws
    .clientsOf(keys)
    .sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "outsider" }));
  const session = world.aws.clientsOf({
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken,
  });
  const calls = [
    session.s3.send(new PutObjectCommand({ Bucket: "payroll-of-a", Key: "x", Body: "x" })),
    session.kinesis.send(new GetShardIteratorCommand({ StreamName: "orders", ...firstShard })),
    session.kms.send(new GenerateDataKeyCommand({ KeyId: key?.KeyId, KeySpec: "AES_256" })),
    session.iam.send(new CreateUserCommand({ UserName: name, PermissionsBoundary })),
    session.iam.send(new PutRolePolicyCommand({ RoleName: name, ...all })),
    session.s3.send(new CreateBucketCommand({ Bucket: "crosscheck-abcdefghij-2-new" })),
  ];
  expect(await Promise.all(calls.map(denied))).toEqual(calls.map(() => true));
});

test("under the organization's guardrail roles of runs are taken by AWS services alone", async () => {
  const [trusting, outside] = [settingsOf("111111111111"), settingsOf("222222222222")];
  const parameters = { SandboxAccountIds: trusting.id, Prefix: "crosscheck" };
  const stack = { accountId: "333333333333", region: "us-east-1", parameters };
  const document = resourcesOf(guardrailTemplate, stack).get("RolesOfRuns")?.properties.Content;
  const play = async (resourceControlPolicies: readonly ControlPolicySettings[]) => {
    const organization = createOrganization({
      id: "o-crosscheck1",
      root: { accounts: [{ id: trusting.id, resourceControlPolicies }] },
    });
    await using emulator = await startEmulator({ accounts: [trusting, outside], organization });
    const [ofRun, ofOutside] = [clientsOf(emulator, trusting), clientsOf(emulator, outside)];
    const { keys } = await makeUser(ofOutside, "outsider", { Action: "sts:AssumeRole", Resource: "*" });
    const outsider = clientsOf(emulator, keys);
    const AssumeRolePolicyDocument = trustOf({ AWS: outside.id, Service: "firehose.amazonaws.com" });
    const taken = async (RoleName: string) => {
      const { Role } = await ofRun.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
      await ofRun.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "all", PolicyDocument: everything }));
      const taking = outsider.sts.send(new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: "outsider" }));
      return taking.then(
        () => "taken",
        () => denied(taking),
      );
    };
    const refused = { ofRun: await taken(name), ofOthers: await taken("payroll") };
    await ofRun.s3.send(new CreateBucketCommand({ Bucket: name }));
    const RoleARN = `arn:aws:iam::${trusting.id}:role/${name}`;
    const ExtendedS3DestinationConfiguration = { RoleARN, BucketARN: `arn:aws:s3:::${name}` };
    const stream = { DeliveryStreamName: name, ExtendedS3DestinationConfiguration };
    await ofRun.firehose.send(new CreateDeliveryStreamCommand(stream));
    return refused;
  };
  const guardrail = { name: "roles-of-runs", document: document as ControlPolicySettings["document"] };
  expect(await play([])).toEqual({ ofRun: "taken", ofOthers: "taken" });
  expect(await play([guardrail])).toEqual({ ofRun: true, ofOthers: "taken" });
});

test("somebody else's key is neither taken over nor removed, also by giving it a run's tags", async () => {
  await using world = await sandboxAccounts();
  using b = clientsFor(world.access.B);
  const { KeyMetadata } = await world.aws.b.kms.send(new CreateKeyCommand({ Description: "somebody's" }));
  const KeyId = KeyMetadata?.KeyId;
  const Tags = Object.entries({ "crosscheck:run": "abcdefghij", "crosscheck:expires": "2026-01-01T00:00:00.000Z" });
  await b.kms.send(new TagResourceCommand({ KeyId, Tags: Tags.map(([TagKey, TagValue]) => ({ TagKey, TagValue })) }));
  const calls = (key: string | undefined) => [
    b.kms.send(new PutKeyPolicyCommand({ KeyId: key, Policy: everybody })),
    b.kms.send(new CreateGrantCommand({ KeyId: key, GranteePrincipal: world.roleArns.B, Operations: ["Decrypt"] })),
    b.kms.send(new EncryptCommand({ KeyId: key, Plaintext: Buffer.from("x") })),
    b.kms.send(new DisableKeyCommand({ KeyId: key })),
    b.kms.send(new ScheduleKeyDeletionCommand({ KeyId: key })),
  ];
  expect(await Promise.all(calls(KeyId).map(denied))).toEqual([true, true, true, true, true]);
  const Policy = String(await keyPolicy({ clients: b, arn: `arn:aws:iam::${world.access.B.id}:root` }));
  const own = await b.kms.send(
    new CreateKeyCommand({ Policy, Tags: Tags.map(([TagKey, TagValue]) => ({ TagKey, TagValue })) }),
  );
  await b.kms.send(new DisableKeyCommand({ KeyId: own.KeyMetadata?.KeyId }));
  await b.kms.send(new ScheduleKeyDeletionCommand({ KeyId: own.KeyMetadata?.KeyId }));
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
