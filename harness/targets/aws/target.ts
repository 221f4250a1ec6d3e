import { iamArn } from "../../arns.ts";
import { type Journal, openJournal } from "../../journal/journal.ts";
import { tagNames } from "../../sweep/names.ts";
import type { AccountAccess, Sandbox, Target, TargetTime } from "../../target.ts";
import type { AwsAccount } from "./account.ts";
import { Gate } from "./gate.ts";
import { pacer } from "./pacer.ts";
import { passThrough } from "./pass-through.ts";
import { runId } from "./run-id.ts";
import { Tally } from "./tally.ts";
import { throttlingPlugin } from "./throttling.ts";
import { bucketSettlingSeconds, iamPropagationSeconds, patienceSeconds } from "./times.ts";

export interface AwsTargetSettings {
  /** Known to be the right ones. */
  readonly accountA: AwsAccount;
  readonly accountB: AwsAccount;
  /** What all names begin with: `crosscheck`. */
  readonly prefix: string;
  /** Name of the policy, in both accounts, that limits every role and user that is made; none unless given. */
  readonly permissionsBoundary?: string;
  readonly expiresAfterHours: number;
  readonly journalFolder: string;
  /** Where its results are kept; nowhere unless given. */
  readonly historyFile?: string | undefined;
  /** Scenarios that are played at a time. */
  readonly parallel: number;
  readonly timeoutMs: number;
  readonly time: TargetTime;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Where the services are, where it is not AWS. */
  readonly endpoint?: string;
}

export interface AwsTarget extends Target {
  readonly run: string;
}

/** At most one list of a bucket's objects a second and account. */
const listEveryMs = 1_000;

/**
 * Two accounts of AWS, which nobody but this run uses at the time. Everything that a run makes is in its journal before,
 * and is named and tagged as the run's. Opening makes nothing there; whose accounts they are must have been checked.
 */
export function awsTarget(settings: AwsTargetSettings): AwsTarget {
  const { accountA, accountB, prefix, time, random, endpoint } = settings;
  const startedAtMs = time.now();
  const run = runId(startedAtMs, random);
  const expires = new Date(startedAtMs + settings.expiresAfterHours * 3_600_000).toISOString();
  const journal = openJournal({
    folder: settings.journalFolder,
    ...{ run, prefix, expires, startedAt: new Date(startedAtMs).toISOString() },
    accounts: [accountA.id, accountB.id],
    ...(endpoint !== undefined && { endpoint }),
  });
  const tally = new Tally();
  const tags = { [tagNames.run]: run, [tagNames.expires]: expires };
  const guarded = (name: string, account: AwsAccount) =>
    accessThrough({ name, account, journal, tags, tally, prefix: `${prefix}-${run}-`, settings });
  const access = { A: guarded("A", accountA), B: guarded("B", accountB) };
  let sandboxes = 0;
  return {
    name: "aws",
    run,
    parallel: settings.parallel,
    timeoutMs: settings.timeoutMs,
    ...(settings.historyFile !== undefined && { historyFile: settings.historyFile }),
    afterwards: `\`crosscheck sweep --run ${run}\` removes them`,
    usage: () => tally.facts(),
    async open(): Promise<Sandbox> {
      const number = ++sandboxes;
      return {
        accountA: access.A,
        accountB: access.B,
        nameOf: (what) => `${prefix}-${run}-${number}-${what}`,
        setting: [
          { name: "run", value: run },
          { name: "account A", value: `${accountA.id} ${accountA.region}` },
          { name: "account B", value: `${accountB.id} ${accountB.region}` },
        ],
        ...{ time, random },
        iamPropagationSeconds,
        bucketSettlingSeconds,
        patienceSeconds,
        isEphemeral: false,
        ...(settings.permissionsBoundary !== undefined && { permissionsBoundary: settings.permissionsBoundary }),
        // CloudTrail has them a quarter of an hour later, and is not asked.
        watchDenials: () => async () => [],
        [Symbol.asyncDispose]: async () => {},
      };
    },
    [Symbol.asyncDispose]: async () => journal.finish(),
  };
}

interface Guarded {
  readonly name: string;
  readonly account: AwsAccount;
  readonly journal: Journal;
  readonly tags: Readonly<Record<string, string>>;
  readonly tally: Tally;
  readonly prefix: string;
  readonly settings: AwsTargetSettings;
}

/** The account through the gate, by the SDK and by the AWS CLI. */
function accessThrough({ name, account, journal, tags, tally, prefix, settings }: Guarded): AccountAccess {
  const { id, ...access } = account;
  const { permissionsBoundary, time, random } = settings;
  const gate = new Gate({
    ...{ accountId: id, region: account.region, prefix, tags, journal },
    ...(permissionsBoundary !== undefined && {
      permissionsBoundary: iamArn(account.region, id, `policy/${permissionsBoundary}`),
    }),
    pace: pacer(time, listEveryMs),
    onCall: ({ service, operation }) => tally.count(name, `${service}:${operation}`),
  });
  const { plugins, passCall } = passThrough(gate);
  return { ...access, name, plugins: [...plugins, throttlingPlugin({ time, random })], passCall };
}
