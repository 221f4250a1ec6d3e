import { ListAccountAliasesCommand } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { AccountClients } from "../clients.ts";
import type { CrosscheckConfig } from "./config.ts";
import { titleOf } from "./credentials.ts";

/** The accounts are not surely those that are meant: nothing was made in them. `message` says what to put right. */
export class GuardError extends Error {
  override readonly name = "GuardError";
}

export interface GuardClients {
  readonly A: Pick<AccountClients, "sts" | "iam">;
  readonly B: Pick<AccountClients, "sts" | "iam">;
}

/**
 * Makes sure, before anything is written, that the credentials are those of the two accounts that are configured, and
 * that these are there to be tested in. It only reads. Rejects with a `GuardError`.
 */
export async function checkAccounts(config: CrosscheckConfig, clients: GuardClients): Promise<void> {
  checkConfigured(config);
  const { accountA, accountB } = config;
  const [seenA, seenB] = await Promise.all([callerOf("A", config, clients), callerOf("B", config, clients)]);
  if (seenA === accountB.accountId && seenB === accountA.accountId) {
    throw new GuardError(
      `the accounts are swapped: the credentials of account A are account ${seenA}'s, and those of B ${seenB}'s; swap either the ids or the credentials`,
    );
  }
  checkCaller("A", config, seenA);
  checkCaller("B", config, seenB);
  if (config.sandboxAliasPattern === undefined) return;
  const pattern = new RegExp(config.sandboxAliasPattern);
  await Promise.all([checkAlias("A", config, clients, pattern), checkAlias("B", config, clients, pattern)]);
}

type Name = keyof GuardClients;

/** What needs no call. */
function checkConfigured({ accountA, accountB, sandboxAccounts, forbiddenAccounts = [] }: CrosscheckConfig): void {
  if (accountA.accountId === accountB.accountId) {
    throw new GuardError(
      `accounts A and B are both ${accountA.accountId}: the flow is between two accounts; give \`accountB.accountId\` another`,
    );
  }
  for (const [name, { accountId }] of [
    ["A", accountA],
    ["B", accountB],
  ] as const) {
    if (forbiddenAccounts.includes(accountId)) {
      throw new GuardError(`account ${name}, ${accountId}, is in \`forbiddenAccounts\`: nothing is made there`);
    }
    if (!sandboxAccounts.includes(accountId)) {
      throw new GuardError(
        `account ${name}, ${accountId}, is not in \`sandboxAccounts\`: add it there if it is an account to test in`,
      );
    }
  }
}

async function callerOf(name: Name, config: CrosscheckConfig, clients: GuardClients): Promise<string> {
  try {
    const { Account = "" } = await clients[name].sts.send(new GetCallerIdentityCommand({}));
    return Account;
  } catch (error) {
    throw new GuardError(
      `account ${name} does not take its credentials, ${titleOf(config[`account${name}`].credentials)}: ${textOf(error)}`,
      { cause: error },
    );
  }
}

function checkCaller(name: Name, config: CrosscheckConfig, seen: string): void {
  const { accountId, credentials } = config[`account${name}`];
  if (seen === accountId) return;
  throw new GuardError(
    `the credentials of account ${name}, ${titleOf(credentials)}, are account ${seen}'s and not ${accountId}'s, as \`account${name}.accountId\` says`,
  );
}

async function checkAlias(name: Name, config: CrosscheckConfig, clients: GuardClients, pattern: RegExp): Promise<void> {
  const { accountId } = config[`account${name}`];
  let aliases: readonly string[];
  try {
    ({ AccountAliases: aliases = [] } = await clients[name].iam.send(new ListAccountAliasesCommand({})));
  } catch (error) {
    throw new GuardError(
      `the alias of account ${name}, ${accountId}, which \`sandboxAliasPattern\` asks for, cannot be read: ${textOf(error)}`,
      { cause: error },
    );
  }
  if (aliases.some((alias) => pattern.test(alias))) return;
  const shown = aliases.length === 0 ? "has no alias" : `has the alias \`${aliases.join("`, `")}\``;
  throw new GuardError(
    `account ${name}, ${accountId}, ${shown}, which \`sandboxAliasPattern\` ${pattern} does not match`,
  );
}

function textOf(error: unknown): string {
  const { name, message } = error as Error;
  return name === "ConfigError" ? message : `${name}: ${message}`;
}
