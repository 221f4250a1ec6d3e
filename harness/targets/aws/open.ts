import { clientsFor } from "../../clients.ts";
import { ConfigError } from "../../config/config-error.ts";
import { checkAccounts, GuardError } from "../../config/guard.ts";
import { type ReadConfig, readConfig } from "../../config/read-config.ts";
import { JournalError } from "../../journal/journal-error.ts";
import { type RehearsalSettings, startRehearsal } from "../../rehearsal/rehearsal.ts";
import { timeAt } from "../../rehearsal/served-time.ts";
import { Releases } from "../../releases.ts";
import type { TargetTime } from "../../target.ts";
import { TargetError } from "../../target-error.ts";
import { realTime } from "../real-time.ts";
import { awsAccount, endpointIn } from "./account.ts";
import { type AwsTarget, awsTarget } from "./target.ts";
import { throttlingPlugin } from "./throttling.ts";

export interface OpenAwsSettings {
  /** The configuration's file; `crosscheck.config.ts` unless given. */
  readonly configFile?: string | undefined;
  /** Plays on an embedded AWS that another process serves, in everything else as on AWS. */
  readonly rehearsal?: RehearsalSettings | undefined;
  /** Told what is going on where opening takes long. */
  readonly onProgress?: (message: string) => void;
}

/**
 * The target `aws`: reads the configuration, makes sure whose accounts these are, and begins a journal. Nothing is made in
 * them. Rejects with a `TargetError`.
 */
export function openAws(settings: OpenAwsSettings): Promise<AwsTarget> {
  return orTargetError(async () =>
    settings.rehearsal === undefined
      ? openConfigured(await readConfig(settings.configFile), await timeAt(endpointIn(process.env)))
      : openRehearsal(settings.rehearsal, settings),
  );
}

/** The configuration, when the guard has let it through: the credentials are those of the accounts that it names. */
export function checkedConfig(configFile?: string): Promise<ReadConfig> {
  return orTargetError(async () => (await openChecked(configFile, realTime)).config);
}

/** The configuration with its accounts, when the guard has let it through. */
export async function openChecked(configFile: string | undefined, time: TargetTime) {
  const config = await readConfig(configFile);
  return { config, ...(await guard(config, time)) };
}

async function openRehearsal(
  rehearsal: RehearsalSettings,
  { configFile, onProgress }: OpenAwsSettings,
): Promise<AwsTarget> {
  await using resources = new Releases();
  const config = configFile === undefined ? undefined : await readConfig(configFile);
  onProgress?.("starting an embedded AWS that behaves as AWS does in time");
  const started = resources.use(await startRehearsal({ ...rehearsal, config }));
  const { afterwards: _, ...target } = await openConfigured(started.config, started.time);
  const held = resources.handOn();
  // What a rehearsal came to says nothing of the accounts.
  const { historyFile: _historyFile, ...rehearsed } = target;
  return {
    ...rehearsed,
    async [Symbol.asyncDispose]() {
      await using _rehearsal = held;
      await target[Symbol.asyncDispose]();
      const left = await started.leftOver();
      if (left.length > 0) throw new TargetError(`the rehearsal left ${left.length} behind: ${left.join(", ")}`);
    },
  };
}

async function openConfigured(config: ReadConfig, time: TargetTime): Promise<AwsTarget> {
  const { accountA, accountB } = await guard(config, time);
  const { prefix, permissionsBoundary, expiresAfterHours, journalFolder, historyFile, parallel, timeoutMinutes } =
    config;
  const endpoint = endpointIn(process.env);
  return awsTarget({
    ...{ accountA, accountB, prefix, expiresAfterHours, journalFolder, historyFile, parallel, time },
    ...(permissionsBoundary !== undefined && { permissionsBoundary }),
    ...(endpoint !== undefined && { endpoint }),
    timeoutMs: timeoutMinutes * 60_000,
    random: Math.random,
  });
}

/** The accounts, when they are surely those that are meant. */
async function guard(config: ReadConfig, time: TargetTime) {
  const accountA = awsAccount(config.accountA, time);
  const accountB = awsAccount(config.accountB, time);
  const plugins = [throttlingPlugin({ time, random: Math.random })];
  using clientsA = clientsFor({ ...accountA, plugins });
  using clientsB = clientsFor({ ...accountB, plugins });
  await checkAccounts(config, { A: clientsA, B: clientsB });
  return { accountA, accountB };
}

/** Makes of what a user can put right a `TargetError`. */
export async function orTargetError<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const isForTheUser = error instanceof ConfigError || error instanceof GuardError || error instanceof JournalError;
    throw isForTheUser ? new TargetError(error.message, { cause: error }) : error;
  }
}
