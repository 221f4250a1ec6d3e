import { expect, test } from "vitest";
import { contentsOf } from "../support/account-contents.ts";
import { configuredAccounts } from "../support/configured-accounts.ts";

test("a plan lists what a run would change in the configured accounts, and changes nothing there", async () => {
  await using accounts = await configuredAccounts();
  const { two } = accounts;
  const before = [await contentsOf(two.a), await contentsOf(two.b)];
  const { exitCode, stdout, stderr } = await accounts.crosscheck(
    ...["run", "cross-account-delivery", "--target", "aws", "--plan"],
  );
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toMatch(/^controls\n {2}[AB] {2}/);
  expect(stdout).toMatch(/\ncross-account-delivery\n(?: {2}[AB] {2}.*\n)* {2}B {2}s3:CreateBucket +bucket /);
  expect(stdout).toMatch(
    /\n\d+ calls would change something; nothing was sent\.\ntime {2}about \d+ min\ncost {2}about \$/,
  );
  expect([await contentsOf(two.a), await contentsOf(two.b)]).toEqual(before);
});
