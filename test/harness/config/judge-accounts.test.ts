import { describe, expect, test } from "vitest";
import type { CrosscheckConfig } from "../../../harness/config/config.ts";
import { refusalOfAliases, refusalOfCallers, refusalOfConfig } from "../../../harness/config/judge-accounts.ts";

const [a, b, c] = ["111111111111", "222222222222", "333333333333"] as const;

const config: CrosscheckConfig = {
  accountA: { accountId: a, region: "us-east-1", credentials: { kind: "profile", profile: "a" } },
  accountB: { accountId: b, region: "us-east-1", credentials: { kind: "profile", profile: "b" } },
  sandboxAccounts: [a, b],
};
const account = (accountId: string) => ({ ...config.accountA, accountId });
const caller = (accountId: string) => ({ accountId, arn: `arn:aws:iam::${accountId}:user/ann` });

describe("a configuration", () => {
  test.each<[string, Partial<CrosscheckConfig>]>([
    ["of two sandbox accounts", {}],
    ["that forbids a third", { forbiddenAccounts: [c] }],
    ["with more sandbox accounts", { sandboxAccounts: [c, b, a] }],
  ])("%s is let through", (_what, change) => {
    expect(refusalOfConfig({ ...config, ...change })).toBeUndefined();
  });

  test.each<[string, Partial<CrosscheckConfig>, string]>([
    [
      "whose accounts are one",
      { accountB: account(a) },
      "accounts A and B are both 111111111111: the flow is between two accounts; give `accountB.accountId` another",
    ],
    [
      "whose account A is forbidden",
      { forbiddenAccounts: [c, a] },
      "account A, 111111111111, is in `forbiddenAccounts`: nothing is made there; give `accountA.accountId` another",
    ],
    [
      "whose account B is forbidden",
      { forbiddenAccounts: [b] },
      "account B, 222222222222, is in `forbiddenAccounts`: nothing is made there; give `accountB.accountId` another",
    ],
    [
      "whose account A is no sandbox",
      { sandboxAccounts: [b, c] },
      "account A, 111111111111, is not in `sandboxAccounts`, which are `222222222222`, `333333333333`: add it there if it is an account to test in",
    ],
    [
      "without sandboxes",
      { sandboxAccounts: [] },
      "account A, 111111111111, is not in `sandboxAccounts`, which are none: add it there if it is an account to test in",
    ],
    [
      "whose account B is no sandbox",
      { sandboxAccounts: [a] },
      "account B, 222222222222, is not in `sandboxAccounts`, which are `111111111111`: add it there if it is an account to test in",
    ],
  ])("%s is refused", (_what, change, refusal) => {
    expect(refusalOfConfig({ ...config, ...change })).toBe(refusal);
  });
});

describe("credentials", () => {
  test("of the two accounts are let through", () => {
    expect(refusalOfCallers(config, { A: caller(a), B: caller(b) })).toBeUndefined();
  });

  test.each<[string, string, string, string]>([
    [
      "that are swapped",
      b,
      a,
      "the accounts are swapped: the credentials of account A are `arn:aws:iam::222222222222:user/ann` in account B's 222222222222, and those of B are `arn:aws:iam::111111111111:user/ann` in A's 111111111111; swap either the ids or the credentials",
    ],
    [
      "of another account as A's",
      c,
      b,
      "the credentials of account A, by the profile `a`, are `arn:aws:iam::333333333333:user/ann` in account 333333333333, and not in 111111111111, as `accountA.accountId` says; put right which of the two is wrong",
    ],
    [
      "of another account as B's",
      a,
      c,
      "the credentials of account B, by the profile `b`, are `arn:aws:iam::333333333333:user/ann` in account 333333333333, and not in 222222222222, as `accountB.accountId` says; put right which of the two is wrong",
    ],
    [
      "of account A for both",
      a,
      a,
      "the credentials of account B, by the profile `b`, are `arn:aws:iam::111111111111:user/ann` in account 111111111111, which is account A's (swapped?), and not in 222222222222, as `accountB.accountId` says; put right which of the two is wrong",
    ],
    [
      "of account B for both",
      b,
      b,
      "the credentials of account A, by the profile `a`, are `arn:aws:iam::222222222222:user/ann` in account 222222222222, which is account B's (swapped?), and not in 111111111111, as `accountA.accountId` says; put right which of the two is wrong",
    ],
    [
      "of nobody that AWS names",
      "",
      b,
      "the credentials of account A, by the profile `a`, are `arn:aws:iam:::user/ann` in account , and not in 111111111111, as `accountA.accountId` says; put right which of the two is wrong",
    ],
  ])("%s are refused", (_what, seenA, seenB, refusal) => {
    expect(refusalOfCallers(config, { A: caller(seenA), B: caller(seenB) })).toBe(refusal);
  });

  test("of a forbidden account are called so", () => {
    expect(refusalOfCallers({ ...config, forbiddenAccounts: [c] }, { A: caller(a), B: caller(c) })).toBe(
      "the credentials of account B, by the profile `b`, are `arn:aws:iam::333333333333:user/ann` in account 333333333333, which is in `forbiddenAccounts`, and not in 222222222222, as `accountB.accountId` says; put right which of the two is wrong",
    );
  });
});

describe("aliases", () => {
  const patterned = { ...config, sandboxAliasPattern: "-sandbox$" };

  test("that match are let through", () => {
    expect(refusalOfAliases(patterned, { A: ["a-sandbox"], B: ["b-sandbox"] })).toBeUndefined();
  });

  test("are nobody's business where no pattern is given", () => {
    expect(refusalOfAliases(config, { A: [], B: ["production"] })).toBeUndefined();
  });

  test("that do not match are refused, A's first", () => {
    expect(refusalOfAliases(patterned, { A: ["production"], B: [] })).toBe(
      "account A, 111111111111, has the alias `production`, which `sandboxAliasPattern` /-sandbox$/ does not match: is it an account to test in?",
    );
  });

  test("that are missing are refused", () => {
    expect(refusalOfAliases(patterned, { A: ["a-sandbox"], B: [] })).toBe(
      "account B, 222222222222, has no alias, and `sandboxAliasPattern` asks for one that matches /-sandbox$/: `aws iam create-account-alias` gives it one, if it is an account to test in",
    );
  });
});
