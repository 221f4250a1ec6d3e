import { deliveryActions, readActions } from "../../harness/policy-document.ts";
import type { Behaviour } from "./behaviour.ts";
import type { Mutation } from "./mutation.ts";

/** What a mutation showed about what it took away or altered. */
export type Effect =
  /** The delivery no longer works without it. */
  | "load-bearing"
  /** The delivery no longer works when it is so. */
  | "breaking"
  /** The delivery goes on, and something is denied that was not: clean-up after an interruption, error logs. */
  | "used"
  /** AWS's guide asks for it, and nothing here uses it. */
  | "documented"
  /** The delivery does not miss it, and somebody else does. */
  | "for-others"
  /** Nothing changes; without the other things that do the same, something would. */
  | "redundant"
  /** Nothing changes, nor where all else that is in excess is gone too. */
  | "excess"
  /** The delivery works as before, and so does everything else. */
  | "harmless";

export interface Finding {
  readonly mutation: Mutation;
  readonly effect: Effect;
  /** How the delivery fails, where it does. */
  readonly failure?: string;
  /** Who can do what now that could not before and should not. */
  readonly grants: readonly string[];
  /** What somebody else cannot do any more. */
  readonly takes: readonly string[];
  /** What an object is like that arrives nevertheless: `owned by account A`. */
  readonly changes: readonly string[];
}

/** What AWS lists as needed for a delivery to S3. Source: Firehose Developer Guide, "Grant Firehose access to an Amazon S3 destination". */
export const documentedActions: readonly string[] = [
  ...deliveryActions,
  ...readActions,
  "kms:Decrypt",
  "kms:GenerateDataKey",
  "logs:PutLogEvents",
  "lambda:InvokeFunction",
  "lambda:GetFunctionConfiguration",
];

export function works({ outcome, survivesInterruption }: Behaviour): boolean {
  return outcome.kind !== "broken" && outcome.isDelivered && survivesInterruption;
}

/** How the delivery fails, in a line; undefined where it works. */
export function failureOf(behaviour: Behaviour): string | undefined {
  if (works(behaviour)) return undefined;
  return behaviour.outcome.kind === "broken"
    ? behaviour.outcome.summary
    : "a record that goes in parts does not arrive after an interruption";
}

/** Whether nothing can be told apart, for the delivery and for everybody else. */
export function isSame(before: Behaviour, after: Behaviour): boolean {
  return (
    works(before) === works(after) &&
    String(before.denied) === String(after.denied) &&
    changesOf(before, after).length === 0
  );
}

export function changesOf(before: Behaviour, after: Behaviour): readonly string[] {
  const [one, other] = [before.outcome.object, after.outcome.object];
  if (one === undefined || other === undefined) return [];
  const changes: string[] = [];
  if (one.owner !== other.owner) changes.push(`account ${other.owner} owns the object`);
  const [was, is] = [one.encryption, other.encryption].map((each) => each?.algorithm ?? "nothing");
  if (was !== is) changes.push(`encrypted by ${is} instead of ${was}`);
  return changes;
}
