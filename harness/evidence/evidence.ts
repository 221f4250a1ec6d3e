/**
 * What a scenario leaves to look at beside its verdict: which calls were made and what the policies said to each, what
 * was set up, what became of the data. Plain data; times are the target's, in milliseconds since the epoch.
 */
import type { Ground } from "../../emulator/index.ts";
import type { Setup } from "./setup.ts";

export type { Ground } from "../../emulator/index.ts";
export type * from "./setup.ts";

export interface Evidence {
  /** `target`: it told every call with its decisions. `clients`: only the clients' own calls could be seen. */
  readonly toldBy: "target" | "clients";
  readonly accounts: readonly AccountEvidence[];
  readonly setup: Setup;
  /** In the order in which they were answered; what repeats itself within a step is one entry. */
  readonly calls: readonly CallEvidence[];
  /** Every statement that decided something, once; decisions name them by their position. */
  readonly grounds: readonly Ground[];
  /** What a delivery stream tried; nothing where the target does not tell. */
  readonly attempts: readonly AttemptEvidence[];
  /** What was read of the objects that arrived. */
  readonly objects: readonly ObjectEvidence[];
  /** What was left out to bound the size, as sentences. */
  readonly cut: readonly string[];
}

export interface AccountEvidence {
  /** `A` or `B`. */
  readonly name: string;
  readonly id: string;
  readonly canonicalUserId: string;
}

export interface CallEvidence {
  readonly at: number;
  /** How often it was made alike, and when last. */
  readonly count: number;
  readonly lastAt: number;
  /** `service`: AWS's own, as Firehose's when it delivers. */
  readonly by: "client" | "service";
  /** `A` or `B`: whose credentials signed. */
  readonly account?: string;
  /** ARN, or the name of a service; absent where the target does not tell. */
  readonly principal?: string;
  /** `s3` */
  readonly service: string;
  /** `PutObject` */
  readonly operation: string;
  /** ARN, where it can be told. */
  readonly resource?: string;
  /** Top-level parameters: short, without secrets, policies and data. */
  readonly parameters: Readonly<Record<string, string>>;
  /** HTTP status, where it is known. */
  readonly status?: number;
  readonly error?: { readonly code: string; readonly message: string };
  /** What the policies were asked for it; empty where the target does not tell. */
  readonly decisions: readonly DecisionEvidence[];
}

export interface DecisionEvidence {
  /** `s3:PutObject` */
  readonly action: string;
  /** ARN. */
  readonly resource: string;
  /** The account that owns the resource. */
  readonly accountId: string;
  readonly verdict: "allowed" | "denied";
  /** Positions in `Evidence.grounds`. None where the root user of the account asked. */
  readonly grounds: readonly number[];
  /** Of a denial: several lines, the last ones how to repair it. */
  readonly explanation?: string;
}

/** One attempt of a delivery stream to write what it has buffered, or to read its source. */
export interface AttemptEvidence {
  readonly at: number;
  readonly deliveryStreamArn: string;
  readonly outcome: "delivered" | "failed" | "lost";
  /** ARN of the bucket; of the data stream where reading it failed. */
  readonly destination: string;
  readonly key?: string;
  readonly records: number;
  readonly bytes: number;
  /** When the oldest record arrived. */
  readonly oldestArrivalAt?: number;
  /** 1 for the first with this data. */
  readonly attempt: number;
  readonly retryAt?: number;
  /** In Firehose's words, with the call behind it. */
  readonly error?: { readonly code: string; readonly message: string; readonly call: string };
}

export interface ObjectEvidence {
  readonly at: number;
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  /** The first bytes, base64. */
  readonly head: string;
  /** Canonical user ID. */
  readonly owner: string;
  readonly grants: readonly { readonly grantee: string; readonly permission: string }[];
}
