/** A process that sweeps the accounts of an intercepted AWS, when its parent says where. */
import { readJournals } from "../../harness/journal/read-journals.ts";
import { servedTime } from "../../harness/rehearsal/served-time.ts";
import { sweep } from "../../harness/sweep/sweep.ts";
import { sweepAccounts } from "./accounts.ts";
import type { RunOrder } from "./run-once.ts";

export interface SweepOrder extends Pick<RunOrder, "url" | "journalFolder" | "accounts"> {
  readonly run?: string;
}

process.once("message", async ({ url, journalFolder, accounts, run }: SweepOrder) => {
  const time = await servedTime(url);
  const outcomes = await sweep({
    ...{ accounts: sweepAccounts(accounts, url), prefix: "crosscheck", endpoint: url, time, run },
    journals: readJournals(journalFolder),
  });
  process.send?.(outcomes);
  process.disconnect();
});
process.send?.("ready");
