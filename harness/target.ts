import type { AwsCredentialIdentityProvider, Pluggable } from "@smithy/types";
import type { CreationGate } from "./creation-gate.ts";
import type { AttemptEvidence, Ground } from "./evidence/evidence.ts";
import type { Fact } from "./result.ts";
import type { TargetTime } from "./target-time.ts";

export type { TargetTime } from "./target-time.ts";

/** Where scenarios are played: the embedded AWS, another endpoint, AWS itself. */
export interface Target extends AsyncDisposable {
  /** As `--target` names it. */
  readonly name: string;
  /** How many scenarios it makes sense to play at a time. */
  readonly parallel: number;
  /** How long a run may take; as long as it does unless given. */
  readonly timeoutMs?: number;
  /** How to remove what a run leaves that is ended at once: a clause. Absent where it goes with the target, or by hand. */
  readonly afterwards?: string;
  /** Where the results of its runs are kept unless told otherwise; nowhere unless given. */
  readonly historyFile?: string;
  /** How much it was used so far, for whoever pays. */
  usage?(): readonly Fact[];
  /** Two accounts for one scenario, which can assume that nobody else uses what it makes in them. */
  open(): Promise<Sandbox>;
}

/** Two accounts of a target while one scenario is played in them. Releasing it ends what `open` started. */
export interface Sandbox extends AsyncDisposable {
  /** Owns the data stream, the delivery stream and its role. */
  readonly accountA: AccountAccess;
  /** Owns the bucket. */
  readonly accountB: AccountAccess;
  /** The name of something that is made in it: has `what` in it and collides with nobody's. At most 63 characters. */
  nameOf(what: string): string;
  /** What it takes to see the same again. */
  readonly setting: readonly Fact[];
  readonly time: TargetTime;
  /**
   * From 0 to 1: spreads the calls of those that wait side by side. Absent where nobody else is there, so that what happens
   * follows from the seed.
   */
  readonly random?: () => number;
  /** How long the services may not see a change in IAM; 0 where they see it at once. */
  readonly iamPropagationSeconds: number;
  /** How long S3 may not act by a bucket's new policy, encryption or public access block; 0 where it does at once. */
  readonly bucketSettlingSeconds: number;
  /** Name of the policy, in both accounts, that limits every role from its creation; none where there is no such. */
  readonly permissionsBoundary?: string;
  /** How long a control may wait for something here, of the target's time. */
  readonly patienceSeconds: number;
  /** Lets delivery streams be made as the target bears it; absent where it bears all. */
  readonly creations?: CreationGate;
  /** Whether all that is made in it goes when the target ends, removed or not. */
  readonly isEphemeral: boolean;
  /**
   * Listens from now on for what policies deny. The answer tells what there was: which call, in which account, by which
   * policy, and what would repair it; nothing where the target cannot tell.
   */
  watchDenials(): () => Promise<readonly string[]>;
  /**
   * What failed so far in a delivery stream's deliveries, oldest first, as far as the target tells. None where that shows
   * only in what Firehose writes to CloudWatch Logs, as on AWS: delivery streams get a log to write to then.
   */
  readonly deliveryFailures?: (deliveryStreamArn: string) => Promise<readonly DeliveryFailure[]>;
  /**
   * Tells `watcher` of every call that is answered from now on, those of services too, with its decisions; the answer ends
   * it. Absent where the target does not tell: then the clients' own calls are all that can be seen.
   */
  readonly watch?: (watcher: Watcher) => () => void;
}

export interface Watcher {
  onCall(call: SeenCall): void;
  onAttempt(attempt: AttemptEvidence): void;
}

/** One call with what came of it, while it is at hand: who keeps something of it takes it at once. */
export interface SeenCall {
  /** Milliseconds since the epoch, of the target's time. */
  readonly at: number;
  readonly by: "client" | "service";
  /** `A` or `B`. */
  readonly account?: string;
  /** ARN, or the name of a service. */
  readonly principal?: string;
  /** `s3` */
  readonly service: string;
  /** `PutObject` */
  readonly operation: string;
  /** As the SDK has it. */
  readonly input: object;
  readonly output?: object;
  /** HTTP. */
  readonly status?: number;
  readonly error?: { readonly code: string; readonly message: string };
  readonly decisions: readonly SeenDecision[];
}

export interface SeenDecision {
  readonly action: string;
  readonly resource: string;
  /** Owns the resource. */
  readonly accountId: string;
  readonly isAllowed: boolean;
  readonly reasons: () => { readonly grounds: readonly Ground[]; readonly explanation: string };
}

/** How to act in one account. */
export interface AccountAccess {
  /** `A` or `B`. */
  readonly name: string;
  /** Of its resources: `us-east-1`. */
  readonly region: string;
  /** A provider where they end and are had anew. */
  readonly credentials: StaticCredentials | AwsCredentialIdentityProvider;
  /** Where all its services are, for targets that are not AWS: `http://127.0.0.1:4566`. */
  readonly endpoint?: string;
  /** Whether all its services must be asked over HTTP/1.1, which the SDK speaks with all but Kinesis anyway. */
  readonly isHttp1Only?: boolean;
  /** Whether a bucket's name goes into the path, where no DNS knows it as a host; so it does where `endpoint` is given. */
  readonly isPathStyle?: boolean;
  /** How often a client tries; the SDK's default unless given. */
  readonly maxAttempts?: number;
  /** How many times as fast as this machine's its clock runs, by which retries wait; 1 unless given. */
  readonly speed?: number;
  /** The time to sign with, milliseconds since the epoch; this machine's, as the SDK corrects it, unless given. */
  readonly signsAt?: () => number;
  /** What its clients do with every call beside sending it. */
  readonly plugins?: readonly ClientPlugin[];
  /** What the AWS CLI finds in its environment beside region, credentials and endpoint: `AWS_CA_BUNDLE`, … */
  readonly environment?: Readonly<Record<string, string>>;
  /** What each call of the AWS CLI passes, as the SDK's calls pass the plugins. */
  readonly passCall?: PassCall;
}

/**
 * Lets a call through or rejects. `send` makes it, with its parameters and whatever was added to them, and answers what
 * AWS answered.
 */
export type PassCall = <Answer>(call: NamedCall, send: (input: CallInput) => Promise<Answer>) => Promise<Answer>;

export interface NamedCall {
  /** As the AWS CLI names it: `s3api`. */
  readonly service: string;
  /** `CreateBucket` */
  readonly operation: string;
  readonly input: CallInput;
}

/** A call's parameters, by AWS's names. */
export type CallInput = Readonly<Record<string, unknown>>;

// biome-ignore lint/suspicious/noExplicitAny: a plugin meets the calls of all clients, whose inputs have no type in common.
export type ClientPlugin = Pluggable<any, any>;

export interface StaticCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** One way in which a delivery stream's deliveries fail, however often. */
export interface DeliveryFailure {
  /** As Firehose writes it to CloudWatch Logs: `S3.AccessDenied`. */
  readonly code: string;
  readonly message: string;
  readonly count: number;
  /** Which call was denied, in which account, by which policy, and what would repair it; where the target can tell. */
  readonly explanations: readonly string[];
}
