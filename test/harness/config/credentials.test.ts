import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateOpenIDConnectProviderCommand } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { describe, expect, test } from "vitest";
import { clientsFor } from "../../../harness/clients.ts";
import type { CredentialsConfig } from "../../../harness/config/config.ts";
import { credentialsOf } from "../../../harness/config/credentials.ts";
import { awsEnvironment, keyProfile } from "../../support/aws-environment.ts";
import { type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { assume, makeRole, makeUser, trusting } from "../../support/identities.ts";
import { audience, makeIssuer, subject } from "../../support/issuer.ts";

const region = "us-east-1";
const farFuture = Date.parse("2100-01-01");

/** Who the credentials turn out to be. */
async function callerBy(credentials: CredentialsConfig, now = () => 0): Promise<string | undefined> {
  using clients = clientsFor({ region, credentials: credentialsOf({ credentials, region }, { time: { now } }) });
  return (await clients.sts.send(new GetCallerIdentityCommand({}))).Arn;
}

async function problemWith(credentials: CredentialsConfig): Promise<string> {
  return callerBy(credentials).then(
    (arn) => `none: ${arn}`,
    (error: Error) => `${error.name}: ${error.message}`,
  );
}

/** A user of account A, who may assume a role of account B, which asks for an external ID. */
async function userAndRole({ a, b, accountA, accountB }: TwoAccounts) {
  const { keys, arn } = await makeUser(a, "ci", { Action: "sts:AssumeRole", Resource: "*" });
  const roleArn = await makeRole(
    b,
    "crosscheck",
    trusting({ AWS: arn }, { Condition: { StringEquals: { "sts:ExternalId": "nightly" } } }),
  );
  return { keys, arn, roleArn, sessionArn: `arn:aws:sts::${accountB.id}:assumed-role/crosscheck/crosscheck`, accountA };
}

describe("credentials by the environment", () => {
  test("are the variables', with what stands before them", async () => {
    await using accounts = await twoAccounts();
    const { keys, arn } = await makeUser(accounts.a, "ann");
    using _environment = awsEnvironment(
      accounts.emulator.url,
      {},
      {
        B_AWS_ACCESS_KEY_ID: keys.accessKeyId,
        B_AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
        AWS_ACCESS_KEY_ID: accounts.accountB.accessKeyId,
        AWS_SECRET_ACCESS_KEY: accounts.accountB.secretAccessKey,
      },
    );
    expect(await callerBy({ kind: "environment", prefix: "B_" })).toBe(arn);
    expect(await callerBy({ kind: "environment" })).toBe(`arn:aws:iam::${accounts.accountB.id}:root`);
  });

  test("that are not set are told by name", async () => {
    using _environment = awsEnvironment("http://127.0.0.1:9", {}, { B_AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE" });
    expect(await problemWith({ kind: "environment", prefix: "B_" })).toBe(
      "ConfigError: credentials cannot be had, by the variables `B_AWS_ACCESS_KEY_ID` and so on: `B_AWS_SECRET_ACCESS_KEY` not set",
    );
    expect(await problemWith({ kind: "environment" })).toBe(
      "ConfigError: credentials cannot be had, by the variables `AWS_ACCESS_KEY_ID` and so on: `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` not set",
    );
  });
});

describe("credentials by a profile", () => {
  test("are its keys'", async () => {
    await using accounts = await twoAccounts();
    const { keys, arn } = await makeUser(accounts.a, "ann");
    using _environment = awsEnvironment(accounts.emulator.url, { ann: keyProfile(keys) });
    expect(await callerBy({ kind: "profile", profile: "ann" })).toBe(arn);
  });

  test("are its role's, where it has one", async () => {
    await using accounts = await twoAccounts();
    const { keys, roleArn, sessionArn } = await userAndRole(accounts);
    using _environment = awsEnvironment(accounts.emulator.url, {
      ci: keyProfile(keys),
      sandbox: {
        ...{ role_arn: roleArn, external_id: "nightly", source_profile: "ci", region },
        role_session_name: "crosscheck",
      },
      other: { role_arn: roleArn, external_id: "weekly", source_profile: "ci", region },
    });
    expect(await callerBy({ kind: "profile", profile: "sandbox" })).toBe(sessionArn);
    expect(await problemWith({ kind: "profile", profile: "other" })).toBe(
      `ConfigError: credentials cannot be had, by the profile \`other\`: AccessDenied: User: arn:aws:iam::${accounts.accountA.id}:user/ci is not authorized to perform: sts:AssumeRole on resource: ${roleArn}; the trust policy of the profile's role must let its source assume it`,
    );
  });

  test("that is not there are refused with the profiles that are", async () => {
    using environment = awsEnvironment("http://127.0.0.1:9", { sandbox: { region }, other: { region } });
    const files = `${environment.configFile} and ${environment.credentialsFile}`;
    expect(await problemWith({ kind: "profile", profile: "sandbx" })).toBe(
      `ConfigError: credentials cannot be had, by the profile \`sandbx\`: there is no profile \`sandbx\` in ${files}; did you mean \`sandbox\`?`,
    );
    expect(await problemWith({ kind: "profile", profile: "ci" })).toBe(
      `ConfigError: credentials cannot be had, by the profile \`ci\`: there is no profile \`ci\` in ${files}; there are: sandbox, other`,
    );
  });

  test("are refused where there is no configuration at all", async () => {
    using environment = awsEnvironment("http://127.0.0.1:9", {});
    expect(await problemWith({ kind: "profile", profile: "ci" })).toBe(
      `ConfigError: credentials cannot be had, by the profile \`ci\`: there is no profile \`ci\` in ${environment.configFile} and ${environment.credentialsFile}; there is none at all`,
    );
  });

  test("whose sign-in has ended say how to sign in", async () => {
    using _environment = awsEnvironment("http://127.0.0.1:9", {
      sso: {
        ...{ sso_start_url: "https://example.com/start", sso_region: region, sso_account_id: "111111111111" },
        sso_role_name: "crosscheck",
      },
    });
    expect(await problemWith({ kind: "profile", profile: "sso" })).toMatch(
      /^ConfigError: credentials cannot be had, by the profile `sso`: The SSO session .*; sign in: `aws sso login --profile sso`$/,
    );
  });
});

describe("credentials by a role", () => {
  const from = { kind: "profile", profile: "ci" } as const;

  test("are its session's, where the external ID is right", async () => {
    await using accounts = await twoAccounts();
    const { keys, roleArn, sessionArn } = await userAndRole(accounts);
    using _environment = awsEnvironment(accounts.emulator.url, { ci: keyProfile(keys) });
    expect(await callerBy({ kind: "role", roleArn, externalId: "nightly", from })).toBe(sessionArn);
    expect(await callerBy({ kind: "role", roleArn, externalId: "nightly", sessionName: "mine", from })).toBe(
      sessionArn.replace(/crosscheck$/, "mine"),
    );
  });

  test.each([
    ["wrong", { externalId: "weekly" }, "with the external ID `weekly`"],
    ["missing", {}, "no `externalId` is given, which the policy may ask for"],
  ])("are refused where the external ID is %s, with role, identity and what AWS says", async (_which, id, told) => {
    await using accounts = await twoAccounts();
    const { keys, arn, roleArn } = await userAndRole(accounts);
    using _environment = awsEnvironment(accounts.emulator.url, { ci: keyProfile(keys) });
    expect(await problemWith({ kind: "role", roleArn, ...id, from })).toBe(
      `ConfigError: credentials cannot be had, by the role \`${roleArn}\`, which is assumed by the profile \`ci\`: AccessDenied: User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}; the role's trust policy must let this identity assume it (${told}), and the identity's own policies too`,
    );
  });

  test("are refused where the identity's own have expired", async () => {
    await using accounts = await twoAccounts();
    const { keys, roleArn } = await userAndRole(accounts);
    const session = await assume(accounts.clientsOf(keys), roleArn, { ExternalId: "nightly", DurationSeconds: 900 });
    using _environment = awsEnvironment(accounts.emulator.url, { ci: keyProfile(session) });
    await accounts.emulator.clock.advance(901_000);
    expect(await problemWith({ kind: "role", roleArn, from })).toBe(
      `ConfigError: credentials cannot be had, by the role \`${roleArn}\`, which is assumed by the profile \`ci\`: ExpiredToken: The security token included in the request is expired; they have expired: get new ones`,
    );
  });

  test("are refused where AWS does not know the identity's key", async () => {
    await using accounts = await twoAccounts();
    const { keys, roleArn } = await userAndRole(accounts);
    using _environment = awsEnvironment(accounts.emulator.url, {
      ci: keyProfile({ ...keys, accessKeyId: "AKIAIOSFODNN7EXAMPLE" }),
      typo: keyProfile({ ...keys, secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" }),
    });
    expect(await problemWith({ kind: "role", roleArn, from })).toMatch(
      /: InvalidClientTokenId: The security token included in the request is invalid; AWS knows no such access key: it was deleted, is not active, or is a part of other credentials$/,
    );
    expect(await problemWith({ kind: "role", roleArn, from: { ...from, profile: "typo" } })).toMatch(
      /: SignatureDoesNotMatch: .*; the secret access key is not the one of this access key$/s,
    );
  });

  test("are kept, and had anew a quarter of an hour before they end by the target's time", async () => {
    await using accounts = await twoAccounts();
    const { keys, roleArn } = await userAndRole(accounts);
    using _environment = awsEnvironment(accounts.emulator.url, { ci: keyProfile(keys) });
    const start = accounts.emulator.clock.now();
    let nowMs = start;
    const credentials = { kind: "role", roleArn, externalId: "nightly", from } as const;
    const provider = credentialsOf({ credentials, region }, { time: { now: () => nowMs } });
    const first = await provider();
    nowMs = start + 44 * 60_000;
    expect(await provider()).toEqual(first);
    nowMs = start + 46 * 60_000;
    const second = await provider();
    expect(second.accessKeyId).not.toBe(first.accessKeyId);
    expect(await provider({ forceRefresh: true })).not.toEqual(second);
  });

  test("are asked for again where they could not be had", async () => {
    await using accounts = await twoAccounts();
    const { keys, roleArn } = await userAndRole(accounts);
    using _environment = awsEnvironment(accounts.emulator.url, {});
    const credentials = {
      kind: "role",
      roleArn,
      externalId: "nightly",
      from: { kind: "environment", prefix: "X_" },
    } as const;
    const provider = credentialsOf({ credentials, region }, { time: { now: () => farFuture } });
    await expect(provider()).rejects.toThrow("`X_AWS_ACCESS_KEY_ID` and `X_AWS_SECRET_ACCESS_KEY` not set");
    using _variables = awsEnvironment(
      accounts.emulator.url,
      {},
      {
        X_AWS_ACCESS_KEY_ID: keys.accessKeyId,
        X_AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      },
    );
    expect(await provider()).toMatchObject({ accessKeyId: expect.stringMatching(/^ASIA/) });
  });
});

describe("credentials by a web identity", () => {
  const issuer = makeIssuer();
  const claims = (sub: string) => ({
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        "token.actions.githubusercontent.com:aud": audience,
        "token.actions.githubusercontent.com:sub": sub,
      },
    },
  });

  async function opened() {
    const accounts = await twoAccounts({ issuers: [issuer] });
    const { OpenIDConnectProviderArn: provider = "" } = await accounts.a.iam.send(
      new CreateOpenIDConnectProviderCommand({ Url: issuer.issuer, ClientIDList: [audience] }),
    );
    return { accounts, trust: (sub: string) => trusting({ Federated: provider }, claims(sub)) };
  }

  test("are the session's of the role that the token may take", async () => {
    const { accounts, trust } = await opened();
    await using _accounts = accounts;
    const roleArn = await makeRole(accounts.a, "crosscheck", trust(subject));
    using environment = awsEnvironment(accounts.emulator.url, {});
    const tokenFile = join(environment.folder, "token");
    writeFileSync(tokenFile, issuer.token(accounts.emulator.clock.now()));
    expect(await callerBy({ kind: "web-identity", roleArn, tokenFile })).toBe(
      `arn:aws:sts::${accounts.accountA.id}:assumed-role/crosscheck/crosscheck`,
    );
  });

  test("are refused where the role is for another subject, and where there is no token", async () => {
    const { accounts, trust } = await opened();
    await using _accounts = accounts;
    const roleArn = await makeRole(accounts.a, "crosscheck", trust("repo:octo-org/other:ref:refs/heads/main"));
    using environment = awsEnvironment(accounts.emulator.url, {});
    const tokenFile = join(environment.folder, "token");
    const problem = () => problemWith({ kind: "web-identity", roleArn, tokenFile });
    const begin = `ConfigError: credentials cannot be had, by the role \`${roleArn}\` and an OIDC token: `;
    expect(await problem()).toBe(`${begin}ENOENT: no such file or directory, open '${tokenFile}'`);
    writeFileSync(tokenFile, issuer.token(accounts.emulator.clock.now()));
    expect(await problem()).toBe(
      `${begin}AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity; the role's trust policy must let this token's subject and audience in`,
    );
  });
});
