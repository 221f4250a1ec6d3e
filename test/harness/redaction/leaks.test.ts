import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ListDeliveryStreamsCommand } from "@aws-sdk/client-firehose";
import { CreateAccessKeyCommand, CreateUserCommand } from "@aws-sdk/client-iam";
import { ListStreamsCommand } from "@aws-sdk/client-kinesis";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand } from "@aws-sdk/client-sts";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import { describe, expect, test } from "vitest";
import { keep } from "../../../cli/kept-results.ts";
import { runProgram } from "../../../cli/program.ts";
import { redactedStreams } from "../../../cli/redacted-streams.ts";
import { openReportFolder } from "../../../cli/report-folder.ts";
import { openReporters } from "../../../cli/reporters.ts";
import { runForms } from "../../../cli/run-forms.ts";
import type { Account } from "../../../harness/account.ts";
import { clientsFor } from "../../../harness/clients.ts";
import { learnFromEnvironment } from "../../../harness/redaction/known-secrets.ts";
import { countVerdicts, type RunResult, type ScenarioResult } from "../../../harness/result.ts";
import { runScenario } from "../../../harness/run-scenario.ts";
import { scenario, type World } from "../../../harness/scenario.ts";
import { openAws } from "../../../harness/targets/aws/open.ts";
import { textReport } from "../../../report/text.ts";
import { awsEnvironment, keyProfile } from "../../support/aws-environment.ts";
import { type Keys, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { type HostileEndpoint, hostileEndpoint } from "../../support/hostile-endpoint.ts";
import { makeRole, makeUser, trusting } from "../../support/identities.ts";
import { makeIssuer } from "../../support/issuer.ts";
import { PlantedSecrets, withoutRedaction } from "../../support/planted-secrets.ts";
import { capture } from "../../support/streams.ts";

const drawn = () => `${randomBytes(28).toString("base64").slice(0, 36)}/+x1`;

/** A project of which everything is secret that can be, and what it does with it. */
interface Project extends Disposable {
  readonly folder: string;
  readonly configFile: string;
  readonly secrets: PlantedSecrets;
  readonly roleOfA: string;
  readonly userOfA: Keys;
}

async function project({ emulator, a, b, accountA, accountB }: TwoAccounts, endpoint: string): Promise<Project> {
  const secrets = new PlantedSecrets();
  const everything = { Action: "*", Resource: "*" };
  const userOfA = await makeUser(a, "ci", everything);
  const userOfB = await makeUser(b, "ci", everything);
  const roleOfA = await makeRole(a, "crosscheck", trusting({ AWS: userOfA.arn }), everything);
  secrets.plant("a profile", userOfA.keys.secretAccessKey);
  secrets.plant("the environment", userOfB.keys.secretAccessKey);
  const variables = {
    B_AWS_ACCESS_KEY_ID: userOfB.keys.accessKeyId,
    B_AWS_SECRET_ACCESS_KEY: userOfB.keys.secretAccessKey,
    AWS_SESSION_TOKEN: secrets.plant("the environment's session token", drawn().repeat(8)),
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: secrets.plant("the environment of CI", drawn()),
  };
  const environment = awsEnvironment(endpoint, { ci: keyProfile(userOfA.keys) }, variables);
  const region = emulator.region;
  const config = {
    accountA: {
      ...{ accountId: accountA.id, region },
      credentials: { kind: "role", roleArn: roleOfA, from: { kind: "profile", profile: "ci" } },
    },
    accountB: { accountId: accountB.id, region, credentials: { kind: "environment", prefix: "B_" } },
    sandboxAccounts: [accountA.id, accountB.id],
  };
  const configFile = join(environment.folder, "crosscheck.config.mjs");
  writeFileSync(configFile, `export default ${JSON.stringify(config)};`);
  return {
    folder: environment.folder,
    ...{ configFile, secrets, roleOfA, userOfA: userOfA.keys },
    [Symbol.dispose]: () => environment[Symbol.dispose](),
  };
}

/** Comes to know secrets in every way that there is, tells them in every way that there is, and fails. */
function indiscreet({ secrets, roleOfA, userOfA }: Project, { url: hostileUrl }: HostileEndpoint, endpoint: string) {
  const everySecretOf = async ({ accountA, accountB, fact }: World) => {
    fact("environment", JSON.stringify(process.env));
    fact("profile", readFileSync(process.env.AWS_CONFIG_FILE ?? "", "utf8"));
    const own = await accountA.credentials();
    fact("session", secrets.plant("the role's session", own.secretAccessKey));
    fact("token", encodeURIComponent(secrets.plant("the role's session token", own.sessionToken)));
    const user = accountA.nameOf("user");
    await accountA.clients.iam.send(new CreateUserCommand({ UserName: user }));
    const { AccessKey } = await accountA.clients.iam.send(new CreateAccessKeyCommand({ UserName: user }));
    fact("key", `of ${user}: ${secrets.plant("an access key", AccessKey?.SecretAccessKey)}`);
    using ofUser = clientsFor({ region: accountA.region, credentials: userOfA, endpoint });
    const assumed = await ofUser.sts.send(new AssumeRoleCommand({ RoleArn: roleOfA, RoleSessionName: "more" }));
    const { SecretAccessKey, SessionToken } = assumed.Credentials ?? {};
    fact("assumed", Buffer.from(`id:${secrets.plant("an assumed role", SecretAccessKey)}`).toString("base64"));
    fact("assumed token", `${secrets.plant("an assumed role's token", SessionToken).slice(0, 50)}…`);
    const url = await presigned(accountB);
    secrets.plant("a presigned URL", /X-Amz-Signature=(\w+)/.exec(url)?.[1]);
    fact("url", url);
    fact("url in a URL", `https://example.com/?to=${encodeURIComponent(url)}`);
  };
  const hostileCalls = async ({ accountA, step }: World) => {
    using victim = clientsFor({
      ...{ region: accountA.region, credentials: await accountA.credentials(), endpoint: hostileUrl, maxAttempts: 1 },
    });
    const token = secrets.plant("an ID token", makeIssuer().token(0));
    const webIdentity = { RoleArn: roleOfA, RoleSessionName: "web", WebIdentityToken: token };
    const calls = [
      () => victim.s3.send(new ListBucketsCommand({})),
      () => victim.sts.send(new AssumeRoleWithWebIdentityCommand(webIdentity)),
      () => victim.kinesis.send(new ListStreamsCommand({})),
      () => victim.firehose.send(new ListDeliveryStreamsCommand({})),
    ];
    for (const [at, call] of calls.entries()) await step(`hostile call ${at}`, call).catch(() => {});
  };
  return scenario({
    name: "indiscreet",
    title: "tells everything",
    shows: "allow",
    twin: "discreet",
    given: async (world) => {
      await world.step("comes to know", () => everySecretOf(world));
      await hostileCalls(world);
      const { secretAccessKey } = await world.accountB.credentials();
      // A bucket that must not get into the journal.
      const named = world.accountA.nameOf(Buffer.from(secretAccessKey).toString("hex").slice(0, 30));
      await world
        .step(`named after ${secretAccessKey}`, () => world.accountB.createBucket({ name: named }))
        .catch(() => {});
      return secretAccessKey;
    },
    when: async (secret, { check, expect: expectIn }) => {
      await check(`is ${secret}`, () => expectIn(secret).toBe("another"));
      return secret;
    },
    outcome: async (secret) => {
      throw new Error(`failed with ${secret}`, { cause: new Error(secret) });
    },
  });
}

/** As whoever writes scenarios does by the SDK's presigner. */
async function presigned(account: Account): Promise<string> {
  const { sha256 } = account.clients.s3.config;
  const signer = new SignatureV4({
    service: "s3",
    region: account.region,
    credentials: () => account.credentials(),
    sha256,
  });
  const hostname = "landing.s3.amazonaws.com";
  const { query = {} } = await signer.presign(
    new HttpRequest({ method: "GET", hostname, path: "/key", headers: { host: hostname } }),
  );
  return `https://${hostname}/key?${new URLSearchParams(query as Record<string, string>)}`;
}

/** Plays it on the target `aws`; answers everything that left the process by any way. */
async function playIndiscreet(accounts: TwoAccounts, hostile: HostileEndpoint) {
  const { url } = accounts.emulator;
  using given = await project(accounts, url);
  learnFromEnvironment(process.env);
  const streams = capture();
  const { stdout } = redactedStreams(streams);
  const report = textReport({ output: stdout, steps: "all", ticker: () => () => {} });
  const events: string[] = [];
  const target = await openAws({ configFile: given.configFile });
  const result = await runScenario(indiscreet(given, hostile, url), target, {
    evidence: true,
    onEvent: (event) => {
      events.push(JSON.stringify(event));
      report.onEvent(event);
    },
  });
  const run = runOf(result);
  report.finish(run);
  const folder = join(given.folder, "report");
  await (await openReportFolder(folder)).write(run);
  const others = join(given.folder, "others");
  mkdirSync(others);
  const reporters = ["junit", "github", "text", "json"].map((kind) => `${kind}=${join(others, kind)}`);
  await (await openReporters(reporters, runForms, streams)).finish(run);
  keep(join(others, "history.db"), run);
  const journal = readFolder(join(given.folder, ".crosscheck", "journal"));
  await target[Symbol.asyncDispose]();
  for (const signature of hostile.signatures.slice(0, 1)) given.secrets.plant("an authorization header", signature);
  return {
    result,
    secrets: given.secrets,
    left: {
      events: events.join("\n"),
      result: JSON.stringify(result),
      journal,
      report: readFolder(folder),
      ...Object.fromEntries(readdirSync(others).map((file) => [file, readFileSync(join(others, file), "latin1")])),
      ...streams.written(),
    },
  };
}

function runOf(result: ScenarioResult): RunResult {
  const scenarios = [result];
  return {
    ...{ target: "aws", startedAt: new Date(0).toISOString(), durationMs: 1 },
    ...{ counts: countVerdicts(scenarios), scenarios },
  };
}

function readFolder(folder: string): string {
  return existsSync(folder)
    ? readdirSync(folder)
        .map((file) => readFileSync(join(folder, file), "utf8"))
        .join("\n")
    : "";
}

describe("a scenario that tells every secret it comes to know", () => {
  test("does not get any out of the process", async () => {
    await using accounts = await twoAccounts();
    await using hostile = await hostileEndpoint();
    const { result, secrets, left } = await playIndiscreet(accounts, hostile);
    expect(result.verdict.kind).toBe("failed");
    expect(secrets.sources.length).toBe(12);
    for (const [way, text] of Object.entries(left))
      expect({ way, found: secrets.in(text) }).toEqual({ way, found: [] });
    expect(left.report).toContain("[redacted]");
    expect(left.stdout).toContain("failed with [redacted]");
    expect(left.journal).toContain("announced");
  });

  test("would get them out by each of the ways if nothing were redacted", async () => {
    await using accounts = await twoAccounts();
    await using hostile = await hostileEndpoint();
    using _nothing = withoutRedaction();
    const { secrets, left } = await playIndiscreet(accounts, hostile);
    const tellsAll = ["events", "result", "report", "stdout", "json"];
    // What the summaries tell is why it failed, and it does so with this one.
    const tellsWhy = ["journal", "junit", "github", "text", "history.db"];
    expect([...tellsAll, ...tellsWhy, "stderr"].sort()).toEqual(Object.keys(left).sort());
    for (const [way, text] of Object.entries(left)) {
      if (tellsAll.includes(way)) expect({ way, found: secrets.in(text) }).toEqual({ way, found: secrets.sources });
      else if (way !== "stderr")
        expect({ way, found: secrets.in(text) }).toMatchObject({
          way,
          found: expect.arrayContaining(["the environment"]),
        });
    }
  });
});

/** `crosscheck` in a project whose endpoint tells back all that it is told; and whose configuration is of no use. */
async function crosscheckInHostileProject(accounts: TwoAccounts, hostile: HostileEndpoint) {
  using given = await project(accounts, hostile.url);
  const file = (name: string, text: string) => {
    writeFileSync(join(given.folder, name), text);
    return join(given.folder, name);
  };
  const throwing = file("throws.mjs", "throw new Error(JSON.stringify(process.env));");
  const wrong = file("wrong.mjs", "export default { prefix: process.env.B_AWS_SECRET_ACCESS_KEY };");
  const told: string[] = [];
  const crosscheck = async (...argv: readonly string[]) => {
    const streams = capture();
    const exitCode = await runProgram(argv, streams);
    told.push(streams.written().stdout, streams.written().stderr);
    return exitCode;
  };
  const exitCodes = [];
  for (const configFile of [given.configFile, throwing, wrong]) {
    exitCodes.push(await crosscheck("run", "--target", "aws", "--config", configFile));
  }
  exitCodes.push(await crosscheck("run", process.env.B_AWS_SECRET_ACCESS_KEY ?? ""));
  for (const signature of hostile.signatures.slice(0, 1)) given.secrets.plant("an authorization header", signature);
  return { exitCodes, secrets: given.secrets, told: told.join("\n") };
}

describe("crosscheck in a project where everything fails", () => {
  test("tells no secret", async () => {
    await using accounts = await twoAccounts();
    await using hostile = await hostileEndpoint();
    const { exitCodes, secrets, told } = await crosscheckInHostileProject(accounts, hostile);
    expect(exitCodes).toEqual([2, 2, 2, 2]);
    expect(secrets.in(told)).toEqual([]);
    expect(told).toContain("[redacted]");
  });

  test("would tell them if nothing were redacted", async () => {
    await using accounts = await twoAccounts();
    await using hostile = await hostileEndpoint();
    using _nothing = withoutRedaction();
    const { exitCodes, secrets, told } = await crosscheckInHostileProject(accounts, hostile);
    expect(exitCodes).toEqual([2, 2, 2, 2]);
    // Nothing reads out a profile's key here but what signs with it.
    expect(secrets.in(told)).toEqual(secrets.sources.filter((source) => source !== "a profile"));
  });
});
