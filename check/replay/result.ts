import type { DecisionRecord, DeliveryRecord } from "../../emulator/index.ts";
import type { RefusedCall } from "./hands.ts";
import type { JudgedNeed } from "./judge.ts";
import type { ObservedObject } from "./observe.ts";
import type { LeftOut } from "./play/left-out.ts";

/** What came of a configuration when it was tried. */
export interface Replay {
  /** Calls of the set-up that AWS refuses, in their order; CreateDeliveryStream, where it is among them, ends the replay. */
  readonly refused: readonly RefusedCall[];
  readonly deliveryStreamArn?: string;
  /** What must be in the objects that arrive; undefined where that is not known. */
  readonly contents: readonly Uint8Array[] | undefined;
  /** Why the user's own record fails in its processing. */
  readonly recordFailure?: string;
  /** What AWS does in such a delivery and the replay does not. */
  readonly leftOut: readonly LeftOut[];
  /** What that needs, as the policies have it. */
  readonly needs: readonly JudgedNeed[];
  /** Whether Firehose may tell of failures, where it is to. */
  readonly logs: readonly JudgedNeed[];
  /** What is in the bucket of account B at the end. */
  readonly objects: readonly ObservedObject[];
  /** Every attempt to deliver or to read the source, in order. */
  readonly attempts: readonly DeliveryRecord[];
  /** Every question that policies were asked since everything stood, by AWS's services on behalf of the flow. */
  readonly decisions: readonly DecisionRecord[];
  readonly canonicalUserIds: { readonly A: string; readonly B: string };
}

/** Of the objects that Firehose says it has written; not of the backup, nor of records that failed. */
export function deliveredKeys(attempts: readonly DeliveryRecord[]): readonly string[] {
  return attempts.flatMap(({ outcome, purpose, key }) =>
    outcome === "delivered" && purpose === "destination" && key !== undefined ? [key] : [],
  );
}
