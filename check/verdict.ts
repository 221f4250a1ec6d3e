import { isOneAccount } from "./accounts.ts";
import { aclKey, aclOfOwnBucket } from "./acl-of-own-bucket.ts";
import { type Cause, causeOf } from "./cause.ts";
import type { Configuration, NotChecked } from "./configuration.ts";
import { type DeliveredObject, deliveredObject, deniesBy } from "./delivered-object.ts";
import type { RefusedCall } from "./replay/hands.ts";
import type { Replay } from "./replay/replay.ts";
import { organizationKeys } from "./undescribed.ts";

export type { Cause } from "./cause.ts";
export type { DeliveredObject } from "./delivered-object.ts";

/** What would come of a configuration. Plain data, for every reporter and for other programs. */
export interface Outcome {
  /** `broken`: nothing arrives, not what was sent, or nobody in account B can read it. */
  readonly kind: "works" | "broken" | "inconclusive";
  /** One line. */
  readonly summary: string;
  readonly isDelivered: boolean;
  readonly object?: DeliveredObject;
  /** What stands in the way first, as far as it was checked; none where it works. */
  readonly cause?: Cause;
  /** How Firehose tells it in CloudWatch Logs, the same failures together. */
  readonly failures: readonly { readonly code: string; readonly message: string; readonly count: number }[];
  /** Calls of the set-up that AWS refuses. */
  readonly refused: readonly RefusedCall[];
  readonly notChecked: readonly NotChecked[];
}

export function outcomeOf(configuration: Configuration, replay: Replay): Outcome {
  const object = deliveredObject(configuration, replay);
  const cause = causeOf(configuration, replay, object);
  const parts = {
    isDelivered: object !== undefined,
    ...(object !== undefined && { object }),
    failures: failuresOf(replay),
    refused: replay.refused.filter(({ code }) => code !== "NotImplemented"),
    notChecked: [...configuration.notChecked, ...aclOfOwnBucket(configuration), ...notEmulated(configuration, replay)],
  };
  const unknown = parts.notChecked.filter(({ couldMatter }) => couldMatter);
  const [first] = unknown;
  if (first !== undefined && (cause === undefined || isOpen(configuration, cause))) {
    const others = unknown.length > 1 ? ` and ${unknown.length - 1} more` : "";
    const summary = `${first.what} is not checked${others}: ${first.because}`;
    return { ...parts, kind: "inconclusive", summary, ...(cause !== undefined && { cause }) };
  }
  if (cause !== undefined) return { ...parts, kind: "broken", summary: summaryOf(cause, configuration), cause };
  const from = object?.isReadableInB === undefined ? " from where its policy allows" : "";
  const reads = isOneAccount(configuration)
    ? "its account owns the object and can read it"
    : `account ${object?.owner ?? "B"} owns the object and account B can read it`;
  return { ...parts, kind: "works", summary: `the record arrives, ${reads}${from}` };
}

/** Whether what is not known might allow it. A document that AWS does not take and an explicit deny are what they are. */
function isOpen(configuration: Configuration, { kind, denied }: Cause): boolean {
  const { organization } = configuration;
  const [first] = denied;
  if (first === undefined) return kind !== "set-up-refused";
  return (
    first.decision.kind === "implicitly-denied" ||
    (organization === undefined && deniesBy(first, organizationKeys)) ||
    (isOneAccount(configuration) && deniesBy(first, aclKey))
  );
}

function summaryOf({ kind, action, code, message }: Cause, configuration: Configuration): string {
  switch (kind) {
    case "set-up-refused":
      return `AWS refuses ${action}: ${code}: ${message}`;
    case "delivery-denied":
      return `nothing arrives: ${action} is denied (${code})`;
    case "delivery-failed":
      return `nothing arrives: ${code}: ${message}`;
    case "unreadable":
      return `the record arrives, but ${isOneAccount(configuration) ? "its account" : "account B"} cannot read it: ${action} is refused (${code})`;
    case "contents-differ":
      return "an object arrives that does not have the record";
  }
}

function failuresOf({ attempts }: Replay): Outcome["failures"] {
  const errors = attempts.flatMap(({ error }) => (error === undefined ? [] : [error]));
  return [...Map.groupBy(errors, ({ code, message }) => `${code} ${message}`).values()].map((same) => ({
    code: same[0]?.code ?? "",
    message: same[0]?.message ?? "",
    count: same.length,
  }));
}

/** What the embedded AWS refuses by name is no finding about the configuration. */
function notEmulated({ deliveryStream }: Configuration, { refused }: Replay): readonly NotChecked[] {
  return refused
    .filter(({ code }) => code === "NotImplemented")
    .map(({ call, message }) => ({ what: call, because: message, source: deliveryStream.source, couldMatter: true }));
}
