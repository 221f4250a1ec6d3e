import type { Target } from "../../harness/target.ts";

/** Something that stands in for AWS, as its users start it. */
export interface Party {
  readonly name: string;
  /** What was found here: version and where it comes from. */
  readonly version: string;
  /** `stream`: it has Kinesis alone. */
  readonly has: "everything" | "stream";
  /** Resolves as soon as it has answered a request. */
  start(): Promise<RunningParty>;
}

export interface RunningParty extends AsyncDisposable {
  readonly url: string;
  /** Where the flow is played; none for a party that has Kinesis alone. */
  readonly target: Target | undefined;
  /** Of all its processes. */
  residentMiB(): Promise<number>;
}

/** What could not be measured, and why. */
export interface MissingParty {
  readonly name: string;
  readonly reason: string;
}

export type Found = { readonly kind: "found"; readonly party: Party } | ({ readonly kind: "missing" } & MissingParty);

/**
 * Keys of an account: an access key id of 12 digits is the account for those that read it so. Made anew for each user of
 * them, for the SDK writes into the object that it is given.
 */
export function keysOf(accountId: string): { readonly accessKeyId: string; readonly secretAccessKey: string } {
  return { accessKeyId: accountId, secretAccessKey: "test" };
}

export const accountA = "111111111111";
export const accountB = "222222222222";
