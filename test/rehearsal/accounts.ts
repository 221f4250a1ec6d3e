import type { SweepAccount } from "../../harness/sweep/sites.ts";

/** What a process has to know of an account to act in it, as data. */
export interface AccountKeys {
  readonly id: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export const region = "us-east-1";

/** Faster, and what ends after minutes there would end after a pause of this machine. */
export const speed = 60;

/** Signatures are dated by this machine: a pause of it would be minutes of a clock that runs so fast. */
export function sweepAccounts(accounts: readonly AccountKeys[], endpoint: string): readonly SweepAccount[] {
  return accounts.map(({ id, accessKeyId, secretAccessKey }) => ({
    id,
    access: { region, endpoint, credentials: { accessKeyId, secretAccessKey }, signsAt: Date.now, speed },
  }));
}
