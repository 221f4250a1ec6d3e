import type { Ground } from "../../harness/result.ts";

export type NodeId =
  | "caller"
  | "data-stream"
  | "source-key"
  | "delivery-stream"
  | "role"
  | "log-group"
  | "bucket"
  | "bucket-key"
  | "reader";

export type ArrowId = "put" | "create" | "assume" | "read" | "unseal" | "write" | "seal" | "log" | "look";

/** `denied`: by a policy, or AWS failed the call for another reason. `unknown`: not asked for, or the target does not tell. */
export type ArrowVerdict = "allowed" | "denied" | "unknown";

export interface DiagramNode {
  readonly id: NodeId;
  /** Where it stands: `A` or `B`. */
  readonly account: "A" | "B";
  /** `data stream` */
  readonly kind: string;
  readonly name: string;
  /** Short notes: `1 shard`, `300 s or 5 MiB`. */
  readonly notes: readonly string[];
  readonly policies: readonly NodePolicy[];
}

export interface NodePolicy {
  readonly name: string;
  /** JSON as it was sent. */
  readonly document: string;
}

/** A permission check: who asks, for which actions, on what. */
export interface Arrow {
  readonly id: ArrowId;
  readonly from: NodeId;
  readonly to: NodeId;
  /** A verb for the arrow itself: `reads`. */
  readonly label: string;
  /** The same as a sentence: "role `delivery` reads data stream `orders`". */
  readonly title: string;
  readonly verdict: ArrowVerdict;
  /** Why there is no verdict; only of `unknown`. */
  readonly because?: string;
  /** The actions that were asked for, each as it was decided last. */
  readonly checks: readonly Check[];
}

export interface Check {
  /** `s3:PutObject` */
  readonly action: string;
  /** ARN or name of who asked. */
  readonly principal: string;
  readonly resource: string;
  readonly verdict: "allowed" | "denied";
  /** What AWS failed the call with although the policies allow it: a key that is disabled, a stream that is gone. */
  readonly failure?: string;
  /** How often it was asked with this answer. */
  readonly count: number;
  /** What else there is to say, as a sentence. */
  readonly note?: string;
  readonly grounds: readonly Ground[];
  /** Of a denial: several lines, the last ones how to repair it. */
  readonly explanation?: string;
}

export interface Diagram {
  /** One, where what stands for B is in A's, too. */
  readonly accounts: readonly { readonly name: "A" | "B"; readonly id: string }[];
  readonly nodes: readonly DiagramNode[];
  readonly arrows: readonly Arrow[];
}

/** How far a target's answers prove anything, where it does not tell its decisions. */
export interface Trust {
  /** A caller without permission is refused. */
  readonly callers: boolean;
  /** A delivery without permission fails. */
  readonly deliveries: boolean;
}
