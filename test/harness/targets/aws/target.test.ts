import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CreatePolicyCommand, CreateRoleCommand, GetRoleCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, GetBucketTaggingCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { clientsFor } from "../../../../harness/clients.ts";
import { run } from "../../../../harness/run.ts";
import { type AwsTarget, type AwsTargetSettings, awsTarget } from "../../../../harness/targets/aws/target.ts";
import { scenarios } from "../../../../scenarios/index.ts";
import { errorOf, twoAccounts } from "../../../support/clients.ts";
import { policyOf, trusting } from "../../../support/identities.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

/** The target on an embedded AWS, whose clock moves where the target waits. */
async function opened(settings: Partial<AwsTargetSettings> = {}) {
  const folder = temporaryFolder();
  const world = await twoAccounts();
  const { emulator } = world;
  const time = { now: () => emulator.clock.now(), wait: (ms: number) => emulator.clock.advance(ms) };
  const account = ({ id, accessKeyId, secretAccessKey }: typeof world.accountA) => ({
    ...{ id, region: "us-east-1", endpoint: emulator.url, credentials: { accessKeyId, secretAccessKey } },
    signsAt: time.now,
  });
  const target = awsTarget({
    accountA: account(world.accountA),
    accountB: account(world.accountB),
    ...{ prefix: "crosscheck", expiresAfterHours: 2, journalFolder: folder.path, parallel: 3, timeoutMs: 60_000 },
    ...{ time, random: () => 0.5 },
    ...settings,
  });
  return {
    ...world,
    target,
    journals: () => readdirSync(folder.path),
    journal: () => readFileSync(join(folder.path, `${target.run}.jsonl`), "utf8"),
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

async function clientsOfA(target: AwsTarget) {
  const sandbox = await target.open();
  return { sandbox, clients: clientsFor(sandbox.accountA) };
}

test("each sandbox of a run has names of its own", async () => {
  await using world = await opened();
  const { target } = world;
  const [first, second] = [await target.open(), await target.open()];
  expect([first.nameOf("landing"), second.nameOf("landing")]).toEqual([
    `crosscheck-${target.run}-1-landing`,
    `crosscheck-${target.run}-2-landing`,
  ]);
});

test("what is made says whose it is and for how long, and the calls are counted", async () => {
  await using world = await opened();
  const { target } = world;
  const startedAtMs = world.emulator.clock.now();
  const { sandbox, clients } = await clientsOfA(target);
  const Bucket = sandbox.nameOf("landing");
  await clients.s3.send(new CreateBucketCommand({ Bucket }));
  const { TagSet } = await world.a.s3.send(new GetBucketTaggingCommand({ Bucket }));
  expect(TagSet).toEqual([
    { Key: "crosscheck:run", Value: target.run },
    { Key: "crosscheck:expires", Value: new Date(startedAtMs + 2 * 3_600_000).toISOString() },
  ]);
  expect(target.usage?.()).toEqual([{ name: "account A", value: "1 call, 0 of them lists of objects" }]);
  clients[Symbol.dispose]();
});

test("a scenario passes, and leaves nothing in the accounts", async () => {
  await using world = await opened();
  const chosen = scenarios.filter(({ name }) => name === "ownership/writer-with-acl");
  const { counts, measurement } = await run(chosen, world.target);
  expect(counts).toEqual({ passed: 1, failed: 0, inconclusive: 0 });
  expect(measurement?.leftBehind).toEqual([]);
  await world.target[Symbol.asyncDispose]();
  expect(world.journals()).toEqual([]);
});

test("the journal is there while the run is, and goes with it where everything is removed", async () => {
  await using world = await opened();
  expect(world.journals()).toEqual([`${world.target.run}.jsonl`]);
  expect(JSON.parse(world.journal().split("\n")[0] ?? "")).toMatchObject({
    run: world.target.run,
    prefix: "crosscheck",
    accounts: [world.accountA.id, world.accountB.id],
  });
  await world.target[Symbol.asyncDispose]();
  expect(world.journals()).toEqual([]);
});

test("the journal stays where something does", async () => {
  await using world = await opened();
  const { sandbox, clients } = await clientsOfA(world.target);
  const RoleName = sandbox.nameOf("delivery");
  const AssumeRolePolicyDocument = trusting({ Service: "firehose.amazonaws.com" });
  await clients.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  await world.target[Symbol.asyncDispose]();
  expect(world.journals()).toEqual([`${world.target.run}.jsonl`]);
  expect(world.target.afterwards).toBe(`\`crosscheck sweep --run ${world.target.run}\` removes them`);
  clients[Symbol.dispose]();
});

test("roles get the boundary that is asked for, by its name in their account", async () => {
  await using world = await opened({ permissionsBoundary: "sandbox-boundary" });
  const { iam } = world.a;
  const PolicyDocument = policyOf({ Action: "*", Resource: "*" });
  await iam.send(new CreatePolicyCommand({ PolicyName: "sandbox-boundary", PolicyDocument }));
  const { sandbox, clients } = await clientsOfA(world.target);
  expect(sandbox.permissionsBoundary).toBe("sandbox-boundary");
  const RoleName = sandbox.nameOf("delivery");
  const AssumeRolePolicyDocument = trusting({ Service: "firehose.amazonaws.com" });
  await clients.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  expect(Role?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(
    `arn:aws:iam::${world.accountA.id}:policy/sandbox-boundary`,
  );
  clients[Symbol.dispose]();
});

test("calls of the AWS CLI pass the same gate, and those of services that are not known none", async () => {
  await using world = await opened();
  const { accountB: access, nameOf } = await world.target.open();
  const pass = (service: string, operation: string, input: object) =>
    access.passCall?.({ service, operation, input: { ...input } }, async (sent) => sent);
  const sent = await pass("s3api", "CreateBucket", { Bucket: nameOf("landing") });
  expect(sent).toMatchObject({ CreateBucketConfiguration: { Tags: [{ Key: "crosscheck:run" }, {}] } });
  expect(world.journal()).toContain(nameOf("landing"));
  expect(
    await errorOf(Promise.resolve().then(() => pass("s3api", "CreateBucket", { Bucket: "payroll" }))),
  ).toMatchObject({
    code: "GateError",
  });
  const unknown = Promise.resolve().then(() => pass("ec2", "RunInstances", {}));
  expect((await errorOf(unknown)).message).toBe("`aws ec2` is not run on AWS: it is not known here");
});
