import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readAccounts } from "../../../cli/accounts-file.ts";
import { loadFile } from "../../../harness/config/load-file.ts";
import { secretsOf } from "../../../harness/redaction/environment.ts";
import { redact } from "../../../harness/redaction/known-secrets.ts";
import { literalSecretsIn } from "../../../harness/redaction/literals.ts";

const folder = mkdtempSync(join(tmpdir(), "crosscheck-learning-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe("the environment", () => {
  test.each([
    ["AWS_SECRET_ACCESS_KEY", "b_aws_secret_access_key", "AWS_SECRET_ACCESS_KEY_B", "B_AWS_SESSION_TOKEN_2"],
    [
      "GITHUB_TOKEN",
      "CI_JOB_TOKEN",
      "VAULT_TOKEN",
      "NPM_TOKEN",
      "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
      "npm_config__authToken",
    ],
    [
      "TF_VAR_db_password",
      "PGPASSWORD",
      "CLIENT_SECRET",
      "LOCALSTACK_API_KEY",
      "SIGNING_PRIVATE_KEY",
      "AWS_SECRET_KEY",
    ],
    ["AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_BEARER_TOKEN_BEDROCK"],
  ])("has secrets in %s and its like", (...names) => {
    for (const name of names) expect(secretsOf({ [name]: " some value of it\n" })).toEqual(["some value of it"]);
  });

  test("has secrets under any name where they tell who issued them", () => {
    const issued = [
      ...["github_pat_11ABCDEFG0aaaaaaaaaaaaaa_bbbbbbbbbbbb", `ghp_${"a1".repeat(18)}`, `npm_${"b2".repeat(18)}`],
      ...["xoxb-123456789012-abcdefghijkl", `glpat-${"c3".repeat(10)}`],
      "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyZXBvOm8vciJ9.c2lnbmF0dXJlLW9mLXRoZS1pc3N1ZXI",
    ];
    for (const value of issued) expect(secretsOf({ ANYTHING: value })).toEqual([value]);
  });

  test.each([
    ["AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"],
    ["AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/secrets/token"],
    ["ACTIONS_ID_TOKEN_REQUEST_URL", "https://example.com/token"],
    ["AWS_ROLE_ARN", "arn:aws:iam::111111111111:role/delivery"],
    ["SECRET_NAME", "delivery/database"],
    ["PATH", "/usr/local/bin:/usr/bin"],
  ])("has no secret in %s", (name, value) => {
    expect(secretsOf({ [name]: value })).toEqual([]);
  });
});

describe("a program's text", () => {
  test("has the secrets that it assigns, and those that look so", () => {
    const key = "Zq8RtLkWm/nB7vC9xD+sF2gH4jK6lP0oIuYtReAw";
    const text = `export default { secretAccessKey: "${key.toLowerCase()}", sessionToken: 'a-session-token' }; const x = \`${key}\`;`;
    expect(literalSecretsIn(text)).toEqual([key.toLowerCase(), "a-session-token", key]);
  });

  test("has none in what it reads from elsewhere, nor in names and hashes", () => {
    const text = `secretAccessKey: process.env.B_AWS_SECRET_ACCESS_KEY, commit: "da39a3ee5e6b4b0d3255bfef95601890afd80709", roleArn: "arn:aws:iam::111111111111:role/delivery"`;
    expect(literalSecretsIn(text)).toEqual([]);
  });
});

describe("a secret is known that is", () => {
  test("in an accounts file, also where the file cannot be used", async () => {
    const account = { id: "111111111111", secretAccessKey: "Planted-in-accounts-1" };
    await readAccounts(file("accounts.json", JSON.stringify([account])));
    expect(redact("it is Planted-in-accounts-1")).toBe("it is [redacted]");
    const broken = file("broken.json", `[{ "secretAccessKey": "Planted-in-accounts-2" `);
    await expect(readAccounts(broken)).rejects.toThrow("is not JSON");
    expect(redact("it is Planted-in-accounts-2")).toBe("it is [redacted]");
  });

  test("in a configuration that throws", async () => {
    const text = `const secretAccessKey = "Planted-in-config-1"; throw new Error("no use: " + secretAccessKey);`;
    const error = await loadFile(file("throws.mjs", text)).catch((each: Error) => each);
    expect((error as Error).message).toContain("Planted-in-config-1");
    expect(redact((error as Error).message)).toMatch(/throws\.mjs:1: it throws Error: no use: \[redacted\]$/);
  });

  test("in the environment only since a configuration that throws was loaded", async () => {
    const text = `process.env.LEARNT_TOKEN = "Planted" + "-by-config-2"; throw new Error(process.env.LEARNT_TOKEN);`;
    const error = await loadFile(file("adds.mjs", text)).catch((each: Error) => each);
    delete process.env.LEARNT_TOKEN;
    expect(redact((error as Error).message)).toMatch(/it throws Error: \[redacted\]$/);
  });
});
