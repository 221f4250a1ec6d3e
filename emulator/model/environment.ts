import type { AccountDirectory } from "./account.ts";
import type { CallSource, ServiceName, Transport } from "./action.ts";
import type { Activity } from "./activity.ts";
import type { Caller, CredentialDirectory, PrincipalDirectory } from "./caller.ts";
import type { Clock } from "./clock.ts";
import type { DeliveryLog } from "./delivery-log.ts";
import type { MetricStore } from "./metrics.ts";
import type { Organization } from "./organization.ts";
import type { Pace } from "./pace.ts";
import type { Random } from "./random.ts";

/** What every service is given: the world outside its own store. */
export interface Environment {
  readonly clock: Clock;
  readonly random: Random;
  readonly accounts: AccountDirectory;
  readonly principals: PrincipalDirectory;
  /** Resolves the credentials that AssumeRole handed out, for a service that goes on to act as the role. */
  readonly credentials: CredentialDirectory;
  readonly organization: Organization;
  /** Region of the emulator's endpoint where a request names none. */
  readonly region: string;
  /** How one service calls another: through the gateway, as `as`, past the check that any caller meets. */
  readonly invoke: Invoke;
  /** How long changes take. */
  readonly pace: Pace;
  /** Tells of every request from outside. */
  readonly activity: Activity;
  /** Where Firehose notes what became of its data. */
  readonly deliveries: DeliveryLog;
  /** Where services measure themselves. */
  readonly metrics: MetricStore;
  /** Account of each bucket, by name; S3 keeps it. */
  readonly bucketOwners: Map<string, string>;
  /** Ids of the keys that are created next; drawn when they are used up. */
  readonly keyIds: Iterator<string, undefined>;
  readonly openQuestions: OpenQuestions;
  /** Whether delivery streams are created as if they were there already: Firehose does not look at their buckets then. */
  readonly areDeliveryStreamsStanding: boolean;
  /** Folder for temporary files; removed when the emulator stops. */
  readonly temporaryFolder: string;
}

/** Answers to what AWS neither documents nor anybody has recorded, for whoever wants to see both ways. */
export interface OpenQuestions {
  /** Whether Firehose names its delivery stream (`aws:SourceArn`, `aws:SourceAccount`) when it assumes a role; not unless given. */
  readonly firehoseNamesItsSource?: boolean;
  /**
   * Whether a bucket policy for everybody under `aws:PrincipalOrgPaths` is not public to S3 Block Public Access; it is unless
   * given, for the S3 User Guide's list of keys does not have that one.
   */
  readonly doOrganizationPathsFix?: boolean;
}

/**
 * A service asking another with the rights of whoever called it.
 * Source: IAM User Guide, "Forward access sessions".
 */
export interface ForwardAccessSession {
  /** How the caller's request came in. */
  readonly transport: Transport;
  /** `s3.amazonaws.com` */
  readonly service: string;
}

export interface InternalCall {
  readonly as: Caller;
  readonly service: ServiceName;
  /** `PutObject` */
  readonly operation: string;
  /** The operation's input as the SDK has it; streaming bodies are payloads. */
  readonly input: object;
  readonly region: string;
  /** Drawn unless given; a caller that gives it can find the call in the decision log. */
  readonly requestId?: string;
  /** Set where a service passes on its caller's own request; not where it calls as itself or with a service role. */
  readonly forwards?: ForwardAccessSession;
  /** `s3.us-east-1.amazonaws.com` where that service calls KMS with its caller's own credentials: `kms:ViaService`. */
  readonly viaService?: string;
  /** The customer's resource for which a service calls as itself. */
  readonly source?: CallSource;
}

/** Resolves with the operation's output, rejects with a `ServiceError`. */
export type Invoke = (call: InternalCall) => Promise<unknown>;
