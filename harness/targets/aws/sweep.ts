import { readJournals } from "../../journal/read-journals.ts";
import { timeAt } from "../../rehearsal/served-time.ts";
import type { SweepOutcome } from "../../sweep/outcome.ts";
import { sweep } from "../../sweep/sweep.ts";
import { TargetError } from "../../target-error.ts";
import { endpointIn } from "./account.ts";
import { openChecked, orTargetError } from "./open.ts";

export interface SweepAwsSettings {
  /** The configuration's file; `crosscheck.config.ts` unless given. */
  readonly configFile?: string | undefined;
  /** The one run to sweep; every run that is over unless given. */
  readonly run?: string | undefined;
  /** Says what would be removed, and removes nothing. */
  readonly isPlan?: boolean | undefined;
  readonly onOutcome?: (outcome: SweepOutcome) => void;
}

/**
 * Sweeps the configured accounts, when they are surely those that are meant, by the journals beside the configuration and
 * by names and tags. Rejects with a `TargetError`; nothing was touched then.
 */
export function sweepAws({ configFile, run, ...settings }: SweepAwsSettings): Promise<readonly SweepOutcome[]> {
  return orTargetError(async () => {
    const endpoint = endpointIn(process.env);
    const time = await timeAt(endpoint);
    const { config, accountA, accountB } = await openChecked(configFile, time);
    const damages: string[] = [];
    const journals = readJournals(config.journalFolder, ({ message }) => damages.push(message));
    const goingOn = journals.find(({ header, life }) => header.run === run && life === "alive");
    if (goingOn !== undefined) {
      const { pid } = goingOn.header;
      throw new TargetError(`run ${run} goes on in process ${pid}: it removes what it made itself when it is ended`);
    }
    return sweep({
      accounts: [accountA, accountB].map(({ id, ...access }) => ({ id, access })),
      ...{ ...settings, run, journals, damages, prefix: config.prefix, time, endpoint },
    });
  });
}
