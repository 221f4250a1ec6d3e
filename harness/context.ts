import type { CleanUp } from "./clean-up.ts";
import type { AccountClients } from "./clients.ts";
import type { EvidenceCollector } from "./evidence/collector.ts";
import type { IamChanges } from "./iam-changes.ts";
import type { Recorder } from "./recorder.ts";
import type { Sandbox } from "./target.ts";

/** What everything that a scenario makes has in common: where it is, who records it, who removes it. */
export interface Context {
  readonly sandbox: Sandbox;
  readonly recorder: Recorder;
  readonly cleanUp: CleanUp;
  /** Where evidence is asked for. */
  readonly evidence?: EvidenceCollector;
  /** What AWS may not see everywhere yet. */
  readonly iamChanges: IamChanges;
  /** Whether Firehose keeps data here for its buffering interval, as was seen, so that looking before is of no use. */
  readonly isKnownToBuffer: boolean;
  /** Lets `ms` pass on the target. */
  wait(ms: number): Promise<void>;
}

/** The account that something is made in. */
export interface Owner {
  readonly id: string;
  /** Of its resources: `us-east-1`. */
  readonly region: string;
  /** `account A` */
  readonly title: string;
  readonly clients: AccountClients;
}
