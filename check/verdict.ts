import { isOneAccount } from "./accounts.ts";
import { type Cause, causeOf } from "./cause.ts";
import type { Assumption, Configuration, NotChecked } from "./configuration.ts";
import { type DeliveredObject, deliveredObject } from "./delivered-object.ts";
import { notPlayed, type Warning, warningsOf } from "./not-played.ts";
import type { RefusedCall } from "./replay/hands.ts";
import type { Replay } from "./replay/result.ts";
import type { SourceLocation } from "./source.ts";
import type { Playable } from "./unknown/world.ts";

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
  /** Where these are true the verdict holds. */
  readonly assumptions: readonly Assumption[];
  /** What an inconclusive verdict rests on; one answer each would settle it. */
  readonly restsOn: readonly RestsOn[];
  readonly notChecked: readonly NotChecked[];
  /** What is not well and loses nothing. */
  readonly warnings: readonly Warning[];
}

export interface RestsOn {
  /** A noun phrase. */
  readonly what: string;
  /** A clause. */
  readonly because: string;
  /** An imperative. */
  readonly settledBy: string;
  readonly source: SourceLocation;
}

/** What came of a configuration in one of its worlds. */
export type WorldOutcome = Omit<Outcome, "assumptions" | "restsOn">;

export function outcomeOf(configuration: Playable, replay: Replay): WorldOutcome {
  const written = deliveredObject(configuration, replay);
  const cause = causeOf(configuration, replay, written);
  // What is left out of the play and denied comes before the object that the play has.
  const object = replay.needs.some(({ need, denied }) => need.loss !== undefined && denied.length > 0)
    ? undefined
    : written;
  const notChecked = [...notPlayed(configuration, replay, cause), ...notEmulated(configuration, replay)];
  const parts = {
    isDelivered: object !== undefined,
    ...(object !== undefined && { object }),
    // What is not supported fails in a way that AWS does not document.
    failures: cause?.kind === "unsupported" ? [] : failuresOf(replay),
    refused: replay.refused.filter(({ code }) => code !== "NotImplemented"),
    notChecked,
    warnings: warningsOf(configuration, replay),
  };
  const [first, ...more] = notChecked.filter(
    ({ couldMatter, couldOnlyBreak }) => couldMatter && (cause === undefined || couldOnlyBreak !== true),
  );
  if (first !== undefined && (cause === undefined || isOpen(cause))) {
    const others = more.length > 0 ? ` and ${more.length} more` : "";
    const summary = `${first.what} is not checked${others}: ${first.because}`;
    return { ...parts, kind: "inconclusive", summary, ...(cause !== undefined && { cause }) };
  }
  if (cause !== undefined) return { ...parts, kind: "broken", summary: summaryOf(cause, configuration), cause };
  const spared = object?.otherReaders?.map((arn) => `\`${arn}\``).join(" or ");
  const fromWhere = object?.isReadableInB === undefined ? " from where its policy allows" : "";
  const from = spared === undefined ? fromWhere : ` as ${spared}`;
  const reads = isOneAccount(configuration)
    ? "its account owns the object and can read it"
    : `account ${object?.owner ?? "B"} owns the object and account B can read it`;
  return { ...parts, kind: "works", summary: `${arrival(configuration)}, ${reads}${from}` };
}

/** The verdict where what it rests on may turn out either way. `isCut`: not every way was played. */
export function inconclusive(outcome: Outcome, isCut: boolean): Outcome {
  const [first, ...more] = outcome.restsOn;
  if (first === undefined) return outcome;
  const others = more.length > 0 ? ` and ${more.length} more` : "";
  const way = isCut ? "it may depend on" : "it depends on";
  return {
    ...outcome,
    kind: "inconclusive",
    summary: `${way} ${/^the |^what /.test(first.what) ? "" : "the "}${first.what}${others}: ${first.because}; ${first.settledBy}`,
  };
}

/** A verdict that holds only where its assumptions are true, for whoever takes none. */
export function withoutAssumptions(outcome: Outcome): Outcome {
  const [first] = outcome.assumptions;
  if (first === undefined || outcome.kind === "inconclusive") return outcome;
  return { ...outcome, kind: "inconclusive", summary: `${outcome.kind} only if ${first.text}` };
}

/** Whether what is not known might allow it. A document that AWS does not take and an explicit deny are what they are. */
function isOpen({ kind, denied }: Cause): boolean {
  const [first] = denied;
  return first === undefined ? kind !== "set-up-refused" : first.decision.kind === "implicitly-denied";
}

/** What has arrived, with an endpoint that is not S3. */
function arrival({ deliveryStream: { endpoint } }: Configuration): string {
  switch (endpoint?.mode) {
    case "failed":
      return `what the ${endpoint.what} does not take arrives in S3`;
    case "all":
      return `the copy of what goes to the ${endpoint.what} arrives in S3`;
    case "intermediate":
      return `what goes to the ${endpoint.what} arrives in S3 on its way`;
    default:
      return "the record arrives";
  }
}

function summaryOf(
  { kind, action, code, message, others = [], loss = "nothing arrives" }: Cause,
  configuration: Configuration,
): string {
  switch (kind) {
    case "set-up-refused":
      return `AWS refuses ${action}: ${code}: ${message}`;
    case "delivery-denied":
      return others.length === 0
        ? `${loss}: ${action} is denied (${code})`
        : `${loss}: ${[action, ...others].join(", ")} are denied (${code})`;
    case "delivery-failed":
      return `${loss}: ${code}: ${message}`;
    case "unsupported":
      return `${loss}: ${message}`;
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
