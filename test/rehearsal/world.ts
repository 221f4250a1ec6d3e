import { join } from "node:path";
import { expect } from "vitest";
import { ScaledClock } from "../../emulator/index.ts";
import { type AccountClients, clientsFor } from "../../harness/clients.ts";
import { servedTime } from "../../harness/rehearsal/served-time.ts";
import type { TargetTime } from "../../harness/target.ts";
import { contentsOf } from "../support/account-contents.ts";
import { type InterceptedAws, type InterceptedCall, interceptedAws } from "../support/intercepted-aws.ts";
import { leftovers, somebodysRole } from "../support/leftovers.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { type AccountKeys, region, speed, sweepAccounts } from "./accounts.ts";

/** An AWS that takes AWS's times, with two accounts in which others have things, too. */
export interface World extends AsyncDisposable {
  readonly aws: InterceptedAws;
  readonly accounts: readonly AccountKeys[];
  /** Of the accounts' root users. */
  readonly clients: readonly AccountClients[];
  readonly time: TargetTime;
  readonly journalFolder: string;
  /** Decides what becomes of each call. */
  onCall: (call: InterceptedCall) => unknown;
  /** All that is in the two accounts. */
  contents(): Promise<readonly string[]>;
}

export async function openWorld(): Promise<World> {
  const folder = temporaryFolder();
  const faults: unknown[] = [];
  const clock = new ScaledClock(speed, (error) => faults.push(error));
  const aws = await interceptedAws({ clock, likeAws: { acceptsMachinesTime: true }, region }, (call) =>
    world.onCall(call),
  );
  const time = await servedTime(aws.url);
  const accounts = aws.accounts.map(({ id, accessKeyId, secretAccessKey }) => ({ id, accessKeyId, secretAccessKey }));
  const clients = sweepAccounts(accounts, aws.url).map(({ access }) => clientsFor(access));
  const world: World = {
    ...{ aws, accounts, clients, time, journalFolder: join(folder.path, "journal") },
    onCall: (call) => call.carryOut(),
    async contents() {
      // Lists follow a little later.
      await time.wait(15_000);
      return (await Promise.all(clients.map(contentsOf))).flatMap((names, at) => names.map((name) => `${at} ${name}`));
    },
    async [Symbol.asyncDispose]() {
      for (const each of clients) each[Symbol.dispose]();
      await aws[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
      expect(faults).toEqual([]);
    },
  };
  await Promise.all(clients.map(makeStrangers));
  return world;
}

/** What looks like a run's and is not, and what does not look so. */
async function makeStrangers(clients: AccountClients, at: number): Promise<void> {
  await leftovers.bucket(clients, { name: `crosscheck-zzzzzzzzzz-${at}-somebodys`, tags: {} });
  const tags = { "crosscheck:run": "yyyyyyyyyy", "crosscheck:expires": new Date(0).toISOString() };
  await leftovers.role(clients, { name: "crosscheck-zzzzzzzzzz-1-somebodys", tags });
  await somebodysRole(clients);
}
