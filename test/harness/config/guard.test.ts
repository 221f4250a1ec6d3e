import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateAccountAliasCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, DeleteBucketCommand } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { runProgram } from "../../../cli/program.ts";
import { clientsFor } from "../../../harness/clients.ts";
import { openAws } from "../../../harness/targets/aws/open.ts";
import { awsEnvironment, keyProfile } from "../../support/aws-environment.ts";
import { type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { assume, makeRole, makeUser, trusting } from "../../support/identities.ts";
import { capture } from "../../support/streams.ts";

const readsOnly = ["sts:GetCallerIdentity", "sts:GetCallerIdentity"];

/** A project whose profiles `a` and `b` are the two accounts' root users. */
function project({ emulator, accountA, accountB }: TwoAccounts, change: object = {}, profiles = {}) {
  const environment = awsEnvironment(emulator.url, { a: keyProfile(accountA), b: keyProfile(accountB), ...profiles });
  const account = (accountId: string, profile: string) => ({
    ...{ accountId, region: "us-east-1" },
    credentials: { kind: "profile", profile },
  });
  const config = {
    accountA: account(accountA.id, "a"),
    accountB: account(accountB.id, "b"),
    sandboxAccounts: [accountA.id, accountB.id],
    ...change,
  };
  const configFile = join(environment.folder, "crosscheck.config.mjs");
  writeFileSync(configFile, `export default ${JSON.stringify(config)};`);
  const calls: string[] = [];
  emulator.calls.subscribe(({ service, operation, input }) => {
    // An endpoint that is not AWS is asked whether it has a clock of its own; this one takes that for S3's.
    if (!("Bucket" in input && input.Bucket === "_crosscheck")) calls.push(`${service}:${operation}`);
  });
  return {
    calls,
    configFile,
    account,
    journal: join(environment.folder, ".crosscheck"),
    async run() {
      const streams = capture();
      const argv = ["run", "ownership/enforced-with-acl", "--target", "aws", "--config", configFile];
      return { exitCode: await runProgram(argv, streams), ...streams.written() };
    },
    [Symbol.dispose]: () => environment[Symbol.dispose](),
  };
}

describe("the guard", () => {
  test("lets the right accounts through, and the first call that changes something comes after it", async () => {
    await using accounts = await twoAccounts();
    for (const each of [accounts.a, accounts.b]) {
      const AccountAlias = `crosscheck-${each === accounts.a ? "a" : "b"}-sandbox`;
      await each.iam.send(new CreateAccountAliasCommand({ AccountAlias }));
    }
    using given = project(accounts, { sandboxAliasPattern: "-sandbox$" });
    await using target = await openAws({ configFile: given.configFile });
    await using sandbox = await target.open();
    using clients = clientsFor(sandbox.accountA);
    await clients.s3.send(new CreateBucketCommand({ Bucket: sandbox.nameOf("landing") }));
    expect(given.calls).toEqual([...readsOnly, "iam:ListAccountAliases", "iam:ListAccountAliases", "s3:CreateBucket"]);
    await clients.s3.send(new DeleteBucketCommand({ Bucket: sandbox.nameOf("landing") }));
  });

  test.each([
    ["forbidden", (id: string) => ({ forbiddenAccounts: [id] }), [], "is in `forbiddenAccounts`"],
    ["no sandbox", (id: string) => ({ sandboxAccounts: [id] }), [], "is not in `sandboxAccounts`"],
    [
      "without the alias",
      () => ({ sandboxAliasPattern: "-sandbox$" }),
      [...readsOnly, "iam:ListAccountAliases", "iam:ListAccountAliases"],
      "has no alias",
    ],
  ])(
    "ends a run with 2 where an account is %s, and nothing is made or journaled",
    async (_which, change, calls, told) => {
      await using accounts = await twoAccounts();
      using given = project(accounts, change(accounts.accountA.id));
      const { exitCode, stdout, stderr } = await given.run();
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
      expect(stderr).toMatch(/^crosscheck: account [AB], \d{12}, [^\n]*\n$/);
      expect(stderr).toContain(told);
      expect(given.calls).toEqual(calls);
      expect(existsSync(given.journal)).toBe(false);
    },
  );

  test("ends a run with 2 where the accounts are swapped, and nothing is made or journaled", async () => {
    await using accounts = await twoAccounts();
    const { accountA: A, accountB: B } = accounts;
    const account = (accountId: string, profile: string) => ({
      ...{ accountId, region: "us-east-1" },
      credentials: { kind: "profile", profile },
    });
    using given = project(accounts, { accountA: account(A.id, "b"), accountB: account(B.id, "a") });
    expect(await given.run()).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: `crosscheck: the accounts are swapped: the credentials of account A are \`arn:aws:iam::${B.id}:root\` in account B's ${B.id}, and those of B are \`arn:aws:iam::${A.id}:root\` in A's ${A.id}; swap either the ids or the credentials\n`,
    });
    expect(given.calls).toEqual(readsOnly);
    expect(existsSync(given.journal)).toBe(false);
  });

  test("ends a run with 2 where credentials have expired", async () => {
    await using accounts = await twoAccounts();
    const { keys, arn } = await makeUser(accounts.a, "ci", { Action: "sts:AssumeRole", Resource: "*" });
    const roleArn = await makeRole(accounts.a, "crosscheck", trusting({ AWS: arn }));
    const session = await assume(accounts.clientsOf(keys), roleArn, { DurationSeconds: 900 });
    using given = project(accounts, {}, { a: keyProfile(session) });
    await accounts.emulator.clock.advance(901_000);
    const { exitCode, stderr } = await given.run();
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr:
        "crosscheck: account A does not take its credentials, by the profile `a`: ExpiredToken: The security token included in the request is expired; they have expired: get new ones\n",
    });
    expect(given.calls.filter((call) => call !== "sts:GetCallerIdentity")).toEqual([]);
  });

  test("ends a run with 2 where the alias cannot be read", async () => {
    await using accounts = await twoAccounts();
    const { keys, arn } = await makeUser(accounts.a, "ann");
    using given = project(accounts, { sandboxAliasPattern: "." }, { a: keyProfile(keys) });
    const { exitCode, stderr } = await given.run();
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: `crosscheck: the alias of account A, ${accounts.accountA.id}, which \`sandboxAliasPattern\` asks for, cannot be read: AccessDenied: User: ${arn} is not authorized to perform: iam:ListAccountAliases on resource: * because no identity-based policy allows the iam:ListAccountAliases action; allow iam:ListAccountAliases, or leave the pattern out\n`,
    });
  });
});
