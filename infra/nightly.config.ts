import { defineConfig } from "../harness/config/config.ts";

/** Of the repository's own nightly run: the accounts are variables of the repository, and no secret is anywhere. */
const [accountA, accountB] = [variable("CROSSCHECK_ACCOUNT_A"), variable("CROSSCHECK_ACCOUNT_B")];

export default defineConfig({
  accountA: sandbox(accountA),
  accountB: sandbox(accountB),
  sandboxAccounts: [accountA, accountB],
  permissionsBoundary: "crosscheck-boundary",
  // Four machines share the accounts and their request rates.
  parallel: 4,
});

function sandbox(accountId: string) {
  const roleArn = `arn:aws:iam::${accountId}:role/crosscheck-harness`;
  return {
    accountId,
    region: variable("CROSSCHECK_REGION"),
    // Longer than a shard: GitHub's token, by which it begins, lasts minutes.
    credentials: { kind: "web-identity", roleArn, sessionMinutes: 180 },
  } as const;
}

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`the environment variable ${name} is not set`);
  return value;
}
