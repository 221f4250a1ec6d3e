import { describe, expect, test } from "vitest";
import type { CrosscheckConfig } from "../../../harness/config/config.ts";
import { completeConfig } from "../../../harness/config/read-config.ts";

const config = {
  accountA: {
    accountId: "111111111111",
    region: "us-east-1",
    credentials: {
      kind: "role",
      roleArn: "arn:aws:iam::111111111111:role/path/crosscheck",
      externalId: "nightly",
      from: { kind: "profile", profile: "ci" },
    },
  },
  accountB: { accountId: "222222222222", region: "us-gov-west-1", credentials: { kind: "environment", prefix: "B_" } },
  sandboxAccounts: ["111111111111", "222222222222"],
} satisfies CrosscheckConfig;

/** The configuration with something else at a place: `accountA.region`. */
function configWith(path: string, value: unknown): object {
  const changed = structuredClone(config) as Record<string, unknown>;
  const names = path.split(".");
  const last = names.pop() ?? "";
  const holder = names.reduce((at, name) => at[name] as Record<string, unknown>, changed);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return changed;
}

function complaintAbout(exported: unknown): string {
  try {
    completeConfig(exported, "/project/crosscheck.config.ts");
  } catch (error) {
    return (error as Error).message.replace("/project/crosscheck.config.ts: ", "");
  }
  return "none";
}

describe("a configuration", () => {
  test("is completed with what it leaves out, paths beside its file", () => {
    expect(completeConfig(config, "/project/crosscheck.config.ts")).toEqual({
      ...config,
      prefix: "crosscheck",
      expiresAfterHours: 6,
      parallel: 8,
      timeoutMinutes: 180,
      journalFolder: "/project/.crosscheck/journal",
      historyFile: "/project/.crosscheck/history.db",
    });
  });

  test("keeps what it says", () => {
    const said = {
      ...config,
      forbiddenAccounts: ["333333333333"],
      sandboxAliasPattern: "-sandbox$",
      prefix: "fc",
      permissionsBoundary: "crosscheck-boundary",
      expiresAfterHours: 1,
      parallel: 2,
      timeoutMinutes: 30,
      journalFolder: "/var/journal",
      historyFile: "/var/history.db",
    };
    expect(completeConfig(said, "/project/crosscheck.config.ts")).toEqual(said);
  });

  test.each([
    { kind: "environment" },
    { kind: "profile", profile: "sandbox a" },
    { kind: "role", roleArn: "arn:aws-cn:iam::111111111111:role/x" },
    { kind: "web-identity", roleArn: "arn:aws:iam::111111111111:role/x", tokenFile: "/tmp/token" },
  ])("takes credentials of kind $kind", (credentials) => {
    expect(complaintAbout(configWith("accountA.credentials", credentials))).toBe("none");
  });

  const kinds = "there are `environment`, `profile`, `role`, `web-identity`";
  test.each([
    ["accountA", undefined, "accountA is missing: write a configuration: { accountA, accountB, sandboxAccounts }"],
    ["accountA", "111111111111", 'accountA must be an account: { accountId, region, credentials }, got "111111111111"'],
    [
      "accountA.accountId",
      111111111111,
      'accountA.accountId must be 12 digits in quotes, as "111111111111", got 111111111111',
    ],
    ["accountA.accountId", "1111", 'accountA.accountId must be 12 digits in quotes, as "111111111111", got "1111"'],
    ["accountA.region", "Frankfurt", 'accountA.region must be a region, as `eu-central-1`, got "Frankfurt"'],
    ["accountA.regoin", "us-east-1", "accountA.regoin is not known here; did you mean `region`?"],
    [
      "accountA.credentials",
      undefined,
      "accountA.credentials is missing: write an account: { accountId, region, credentials }",
    ],
    ["accountA.credentials", "ci", `accountA.credentials must be { kind: … }, got "ci": ${kinds}`],
    ["accountA.credentials", {}, `accountA.credentials.kind is missing: ${kinds}`],
    [
      "accountA.credentials.kind",
      "rolle",
      "accountA.credentials.kind is `rolle`, which is no kind here; did you mean `role`?",
    ],
    ["accountA.credentials.kind", 1, `accountA.credentials.kind must be one of them, got 1: ${kinds}`],
    [
      "accountA.credentials.roleArn",
      "crosscheck",
      'accountA.credentials.roleArn must be the ARN of a role, as `arn:aws:iam::111111111111:role/crosscheck`, got "crosscheck"',
    ],
    [
      "accountA.credentials.roleArn",
      undefined,
      'accountA.credentials.roleArn is missing: write { kind: "role", roleArn, externalId?, sessionName?, from? }',
    ],
    [
      "accountA.credentials.externalID",
      "x",
      "accountA.credentials.externalID is not known here; did you mean `externalId`?",
    ],
    [
      "accountA.credentials.sessionName",
      "a b",
      'accountA.credentials.sessionName must be 2 to 64 letters, digits or `_+=,.@-`, got "a b"',
    ],
    [
      "accountA.credentials.from",
      { kind: "role", roleArn: "x" },
      "accountA.credentials.from.kind is `role`, which is no kind here; there are: environment, profile, web-identity",
    ],
    [
      "accountA.credentials.from.profile",
      "",
      'accountA.credentials.from.profile must be the name of a profile of the shared AWS configuration, got ""',
    ],
    [
      "sandboxAccounts",
      undefined,
      "sandboxAccounts is missing: write a configuration: { accountA, accountB, sandboxAccounts }",
    ],
    [
      "sandboxAccounts",
      "111111111111",
      'sandboxAccounts must be a list of account ids, as ["111111111111"], got "111111111111"',
    ],
    [
      "sandboxAccounts",
      ["111111111111", 2],
      'sandboxAccounts[1] must be 12 digits in quotes, as "111111111111", got 2',
    ],
    ["forbiddenAccounts", {}, 'forbiddenAccounts must be a list of account ids, as ["333333333333"], got an object'],
    ["forbidenAccounts", [], "forbidenAccounts is not known here; did you mean `forbiddenAccounts`?"],
    ["sandboxAliasPattern", "(", 'sandboxAliasPattern must be a regular expression, as `-sandbox$`, got "("'],
    [
      "prefix",
      "Upper",
      'prefix must be 2 to 20 lower-case letters, digits and single hyphens, a letter first, for it begins the names of buckets, got "Upper"',
    ],
    [
      "permissionsBoundary",
      "arn:aws:iam::1:policy/x",
      'permissionsBoundary must be the name of a policy that both accounts have, and not its ARN, got "arn:aws:iam::1:policy/x"',
    ],
    ["parallel", 0, "parallel must be a whole number from 1 to 50, got 0"],
    ["timeoutMinutes", 1.5, "timeoutMinutes must be a whole number from 1 to 720, got 1.5"],
    ["expiresAfterHours", "6", 'expiresAfterHours must be a whole number from 1 to 168, got "6"'],
    ["journalFolder", " ", 'journalFolder must be the path of a folder, got " "'],
  ])("with %s %j is refused", (path, value, expected) => {
    expect(complaintAbout(configWith(path, value))).toBe(expected);
  });

  test("with credentials in it is refused, and these are not told", () => {
    expect(complaintAbout(configWith("accountA.credentials.secretAccessKey", "a-value-of-mine"))).toBe(
      "accountA.credentials.secretAccessKey is not known here, and no credentials go into this file: name a profile, a role or the environment that has them; if they were ever committed, make new ones",
    );
  });

  test("that is none is refused", () => {
    expect(complaintAbout("config")).toBe(
      'what it exports must be a configuration: { accountA, accountB, sandboxAccounts }, got "config"',
    );
  });

  test("hears everything that is wrong with it", () => {
    expect(complaintAbout({ ...configWith("accountB.region", "x"), parallel: 0 })).toBe(
      [
        'accountB.region must be a region, as `eu-central-1`, got "x"',
        "parallel must be a whole number from 1 to 50, got 0",
      ].join("; "),
    );
  });
});
