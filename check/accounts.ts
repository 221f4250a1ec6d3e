import type { Configuration } from "./configuration.ts";

type Accounts = Pick<Configuration, "accountA" | "accountB">;

/** Whether the bucket is in the account that the delivery stream is in. */
export function isOneAccount({ accountA, accountB }: Accounts): boolean {
  return accountA.id === accountB.id;
}

/** What texts call the accounts, by id: by their letters only where there are two. */
export function accountNames(accounts: Accounts): ReadonlyMap<string, string> {
  const { accountA, accountB } = accounts;
  if (isOneAccount(accounts)) return new Map([[accountA.id, `account ${accountA.id}`]]);
  return new Map([
    [accountA.id, `account A (${accountA.id})`],
    [accountB.id, `account B (${accountB.id})`],
  ]);
}

/** Whose an account is; A's where both are one. Undefined: neither's. */
export function sideOf({ accountA, accountB }: Accounts, accountId: string | undefined): "A" | "B" | undefined {
  if (accountId === accountA.id) return "A";
  return accountId === accountB.id ? "B" : undefined;
}
