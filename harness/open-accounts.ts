import { type Account, openAccount } from "./account.ts";
import { CleanUp } from "./clean-up.ts";
import { clientsFor } from "./clients.ts";
import type { Context } from "./context.ts";
import type { EvidenceCollector } from "./evidence/collector.ts";
import { IamChanges } from "./iam-changes.ts";
import { Interruption } from "./interruption.ts";
import type { Recorder } from "./recorder.ts";
import type { Remaining } from "./remaining.ts";
import type { AccountAccess, Sandbox } from "./target.ts";

/** The two accounts of a sandbox with their clients, which releasing it ends. What was made in them stays. */
export interface OpenAccounts extends Disposable {
  readonly context: Context;
  /** Asks the target who the accounts are. Rejects where it does not answer. */
  identify(): Promise<{ readonly accountA: Account; readonly accountB: Account }>;
}

export interface OpenAccountsSettings {
  readonly evidence?: EvidenceCollector | undefined;
  readonly interruption?: Interruption;
  /** Of the whole run. */
  readonly remaining?: Remaining | undefined;
  /** Not unless given. */
  readonly isKnownToBuffer?: boolean;
}

export function openAccounts(
  sandbox: Sandbox,
  recorder: Recorder,
  { evidence, interruption = new Interruption(), remaining, isKnownToBuffer = false }: OpenAccountsSettings = {},
): OpenAccounts {
  const clientsOf = (access: AccountAccess) =>
    clientsFor({ ...access, plugins: [...(access.plugins ?? []), ...(evidence?.pluginsFor(access.name) ?? [])] });
  const clients = { A: clientsOf(sandbox.accountA), B: clientsOf(sandbox.accountB) };
  const context: Context = {
    sandbox,
    recorder,
    cleanUp: new CleanUp(remaining),
    ...(evidence !== undefined && { evidence }),
    iamChanges: new IamChanges(),
    isKnownToBuffer,
    wait: (ms) => interruption.end(sandbox.time.wait(ms, interruption.signal)),
  };
  return {
    context,
    async identify() {
      const [accountA, accountB] = await Promise.all([
        openAccount(context, sandbox.accountA, clients.A),
        openAccount(context, sandbox.accountB, clients.B),
      ]);
      evidence?.identified([
        { ...accountA, name: sandbox.accountA.name },
        { ...accountB, name: sandbox.accountB.name },
      ]);
      return { accountA, accountB };
    },
    [Symbol.dispose]() {
      for (const each of [clients.A, clients.B]) each[Symbol.dispose]();
    },
  };
}
