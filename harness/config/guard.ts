import { ListAccountAliasesCommand } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { AccountClients } from "../clients.ts";
import type { CrosscheckConfig } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import { problemOf, titleOf } from "./credentials-problem.ts";
import { type AccountName, refusalOfAliases, refusalOfCallers, refusalOfConfig } from "./judge-accounts.ts";

/** The accounts are not surely those that are meant: nothing was made in them. `message` says what to put right. */
export class GuardError extends Error {
  override readonly name = "GuardError";
}

export type GuardClients = Readonly<Record<AccountName, Pick<AccountClients, "sts" | "iam">>>;

/**
 * Makes sure, before anything is written, that the credentials are those of the two accounts that are configured, and
 * that these are there to be tested in. It only reads: GetCallerIdentity of both, and ListAccountAliases where their
 * aliases are to match. Rejects with a `GuardError`.
 */
export async function checkAccounts(config: CrosscheckConfig, clients: GuardClients): Promise<void> {
  refuse(refusalOfConfig(config));
  refuse(refusalOfCallers(config, await ofBoth((name) => callerOf(name, config, clients))));
  if (config.sandboxAliasPattern === undefined) return;
  refuse(refusalOfAliases(config, await ofBoth((name) => aliasesOf(name, config, clients))));
}

function refuse(refusal: string | undefined): void {
  if (refusal !== undefined) throw new GuardError(refusal);
}

/** One after the other: where both fail, it is always A's failure that is told. */
async function ofBoth<Seen>(read: (name: AccountName) => Promise<Seen>): Promise<Readonly<Record<AccountName, Seen>>> {
  const A = await read("A");
  return { A, B: await read("B") };
}

async function callerOf(name: AccountName, config: CrosscheckConfig, clients: GuardClients) {
  try {
    const { Account: accountId = "", Arn: arn = "" } = await clients[name].sts.send(new GetCallerIdentityCommand({}));
    return { accountId, arn };
  } catch (error) {
    const { credentials } = config[`account${name}`];
    const problem =
      error instanceof ConfigError
        ? `account ${name}: ${error.message}`
        : `account ${name} does not take its credentials, ${titleOf(credentials)}: ${problemOf(credentials, error)}`;
    throw new GuardError(problem, { cause: error });
  }
}

async function aliasesOf(name: AccountName, config: CrosscheckConfig, clients: GuardClients) {
  const { accountId } = config[`account${name}`];
  try {
    const { AccountAliases: aliases = [] } = await clients[name].iam.send(new ListAccountAliasesCommand({}));
    return aliases;
  } catch (error) {
    const { name: code, message } = error as Error;
    throw new GuardError(
      `the alias of account ${name}, ${accountId}, which \`sandboxAliasPattern\` asks for, cannot be read: ${code}: ${message}; allow iam:ListAccountAliases, or leave the pattern out`,
      { cause: error },
    );
  }
}
