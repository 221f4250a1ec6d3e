/** A process that plays one scenario on an intercepted AWS, when its parent says which and where. */
import { runScenario, type Scenario } from "../../harness/index.ts";
import { servedTime } from "../../harness/rehearsal/served-time.ts";
import { awsTarget } from "../../harness/targets/aws/target.ts";
import { crossAccountDelivery } from "../../scenarios/cross-account-delivery.ts";
import { type AccountKeys, sweepAccounts } from "./accounts.ts";
import { everyKind } from "./every-kind.ts";

export interface RunOrder {
  readonly scenario: keyof typeof scenarios;
  readonly url: string;
  readonly journalFolder: string;
  readonly accounts: readonly AccountKeys[];
}

const scenarios = { flow: crossAccountDelivery, "every kind": everyKind } satisfies Record<string, Scenario>;

process.once("message", async ({ scenario, url, journalFolder, accounts }: RunOrder) => {
  const time = await servedTime(url);
  const [accountA, accountB] = sweepAccounts(accounts, url).map(({ id, access }) => ({ id, ...access }));
  if (accountA === undefined || accountB === undefined) throw new Error("a run takes two accounts");
  await using target = awsTarget({
    ...{ accountA, accountB, journalFolder, time, prefix: "crosscheck", expiresAfterHours: 6, parallel: 1 },
    ...{ timeoutMs: 3_600_000, random: Math.random, endpoint: url },
  });
  const { verdict } = await runScenario(scenarios[scenario], target);
  process.send?.(verdict);
  process.disconnect();
});
process.send?.("ready");
