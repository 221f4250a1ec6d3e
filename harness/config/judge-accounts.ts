import type { AccountConfig, CrosscheckConfig } from "./config.ts";
import { titleOf } from "./credentials-problem.ts";

/** `A` or `B`. */
export type AccountName = "A" | "B";

/** By account: who the credentials are, as GetCallerIdentity says. */
export type Callers = Readonly<Record<AccountName, { readonly accountId: string; readonly arn: string }>>;

/** By account: its aliases; AWS lets it have one at most. */
export type Aliases = Readonly<Record<AccountName, readonly string[]>>;

/** Why nothing may be made by this configuration, whoever its credentials are; undefined where nothing is against it. */
export function refusalOfConfig({
  accountA,
  accountB,
  sandboxAccounts,
  forbiddenAccounts = [],
}: CrosscheckConfig): string | undefined {
  if (accountA.accountId === accountB.accountId) {
    return `accounts A and B are both ${accountA.accountId}: the flow is between two accounts; give \`accountB.accountId\` another`;
  }
  return firstOf(({ name, accountId }) => {
    if (forbiddenAccounts.includes(accountId)) {
      return `account ${name}, ${accountId}, is in \`forbiddenAccounts\`: nothing is made there; give \`account${name}.accountId\` another`;
    }
    if (!sandboxAccounts.includes(accountId)) {
      return `account ${name}, ${accountId}, is not in \`sandboxAccounts\`, which are ${listOf(sandboxAccounts)}: add it there if it is an account to test in`;
    }
    return undefined;
  })({ accountA, accountB });
}

/** The same, of whom the credentials are. */
export function refusalOfCallers(config: CrosscheckConfig, callers: Callers): string | undefined {
  const { accountA, accountB, forbiddenAccounts = [] } = config;
  if (callers.A.accountId === accountB.accountId && callers.B.accountId === accountA.accountId) {
    return `the accounts are swapped: the credentials of account A are \`${callers.A.arn}\` in account B's ${accountB.accountId}, and those of B are \`${callers.B.arn}\` in A's ${accountA.accountId}; swap either the ids or the credentials`;
  }
  return firstOf(({ name, accountId, credentials }) => {
    const { accountId: seen, arn } = callers[name];
    if (seen === accountId) return undefined;
    const other = name === "A" ? "B" : "A";
    const isOthers = seen === config[`account${other}`].accountId;
    const whose = [
      ...(isOthers ? [`which is account ${other}'s (swapped?)`] : []),
      ...(forbiddenAccounts.includes(seen) ? ["which is in `forbiddenAccounts`"] : []),
    ];
    const told = whose.length === 0 ? "" : `, ${whose.join(", ")}`;
    return `the credentials of account ${name}, ${titleOf(credentials)}, are \`${arn}\` in account ${seen}${told}, and not in ${accountId}, as \`account${name}.accountId\` says; put right which of the two is wrong`;
  })(config);
}

/** The same, of the accounts' aliases. */
export function refusalOfAliases(config: CrosscheckConfig, aliases: Aliases): string | undefined {
  const { sandboxAliasPattern } = config;
  if (sandboxAliasPattern === undefined) return undefined;
  const pattern = new RegExp(sandboxAliasPattern);
  return firstOf(({ name, accountId }) => {
    if (aliases[name].some((alias) => pattern.test(alias))) return undefined;
    return aliases[name].length === 0
      ? `account ${name}, ${accountId}, has no alias, and \`sandboxAliasPattern\` asks for one that matches ${pattern}: \`aws iam create-account-alias\` gives it one, if it is an account to test in`
      : `account ${name}, ${accountId}, has the alias ${listOf(aliases[name])}, which \`sandboxAliasPattern\` ${pattern} does not match: is it an account to test in?`;
  })(config);
}

/** The first that is said of one of the two accounts. */
function firstOf(judge: (account: AccountConfig & { readonly name: AccountName }) => string | undefined) {
  return ({ accountA, accountB }: Pick<CrosscheckConfig, "accountA" | "accountB">): string | undefined =>
    judge({ name: "A", ...accountA }) ?? judge({ name: "B", ...accountB });
}

function listOf(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.map((name) => `\`${name}\``).join(", ");
}
