import { type DecisionRecord, explain, type Ground, groundsOf } from "../emulator/index.ts";
import { accountNames, sideOf } from "./accounts.ts";
import type { Configuration } from "./configuration.ts";
import { type DeliveredObject, dependsOnPlace } from "./delivered-object.ts";
import { keyOfAnotherRegion } from "./key-regions.ts";
import { withGoneAsWritten } from "./principals-named.ts";
import type { RefusedCall } from "./replay/hands.ts";
import type { ObservedObject } from "./replay/observe.ts";
import type { Replay } from "./replay/replay.ts";

/** The first thing that was refused, and by whom. */
export interface Cause {
  readonly kind: "set-up-refused" | "delivery-denied" | "delivery-failed" | "unreadable" | "contents-differ";
  /** `s3:PutObject`; of a refused set-up the call, e.g. `firehose:CreateDeliveryStream`. */
  readonly action: string;
  readonly code: string;
  readonly message: string;
  /** The sides that did not allow it, or the one that denied it; empty where it was no matter of policies. */
  readonly grounds: readonly (Ground & { readonly side: "A" | "B" | undefined })[];
  /** Decision, reasons and fix as several lines. */
  readonly explanation?: string;
  /** What the repair starts from. */
  readonly denied: readonly DecisionRecord[];
}

/** Undefined where the record has arrived and can be read. */
export function causeOf(
  configuration: Configuration,
  replay: Replay,
  object: DeliveredObject | undefined,
): Cause | undefined {
  const [refusal] = replay.refused.filter(({ code }) => code !== "NotImplemented");
  if (refusal !== undefined) return causeOfRefusal(configuration, replay, refusal, "set-up-refused");
  // Nothing was tried where something is not emulated: that is no cause, and `notChecked` has it.
  if (object === undefined && replay.attempts.length === 0 && replay.refused.length > 0) return undefined;
  if (object === undefined) return causeOfFailure(configuration, replay);
  const observed = replay.objects.find(({ key }) => key === object.key);
  if (observed?.reading.kind === "refused" && !dependsOnPlace(replay, observed))
    return causeOfUnreadable(configuration, replay, observed);
  if (object.hasContents !== false) return undefined;
  return { kind: "contents-differ", action: "s3:GetObject", code: "", message: "", grounds: [], denied: [] };
}

/** The last attempt: all of them failed, and where they differ, the earlier ones were overtaken. */
function causeOfFailure(configuration: Configuration, { attempts, decisions }: Replay): Cause {
  const attempt = attempts.findLast(({ error }) => error !== undefined);
  const failed = attempt?.error;
  if (failed === undefined) {
    const message = "Firehose attempted no delivery";
    return { kind: "delivery-failed", action: "", code: "none", message, grounds: [], denied: [] };
  }
  const { code, message, cause } = failed;
  const atCall = deniedIn(decisions, cause.requestId);
  // A service that asks another on behalf of its caller, as S3 asks KMS, does so by a request of its own.
  const behind = decisions.findLast(({ at, decision }) => at === attempt?.at && decision.kind !== "allowed");
  const denied = atCall.length > 0 || behind === undefined ? atCall : deniedIn(decisions, behind.requestId);
  const [first] = denied;
  const unsaid = keyOfAnotherRegion(configuration, "bucket", cause.message);
  return {
    kind: first === undefined ? "delivery-failed" : "delivery-denied",
    action: first?.request.action ?? `${cause.service}:${cause.operation}`,
    code,
    message: first === undefined ? `${message} (${cause.code}: ${cause.message})` : message,
    ...(unsaid !== undefined && { explanation: unsaid }),
    ...reasonsOf(configuration, denied),
  };
}

function causeOfUnreadable(configuration: Configuration, replay: Replay, { reading }: ObservedObject): Cause {
  if (reading.kind !== "refused") throw new RangeError("it was read");
  return causeOfRefusal(configuration, replay, reading.refusal, "unreadable");
}

/** A call that an administrator made: the decisions behind it are those on its action, or the last denied ones. */
function causeOfRefusal(
  configuration: Configuration,
  { decisions }: Replay,
  { call, code, message }: RefusedCall,
  kind: Cause["kind"],
): Cause {
  const operation = call.replace(/.*:/, "");
  const last = decisions.findLast((record) => record.operation === operation && record.decision.kind !== "allowed");
  const inner = decisions.findLast(({ decision }) => decision.kind !== "allowed");
  const record = last ?? (kind === "set-up-refused" && operation === "CreateDeliveryStream" ? inner : undefined);
  const denied = record === undefined ? [] : deniedIn(decisions, record.requestId);
  const action = kind === "unreadable" ? (denied[0]?.request.action ?? call) : call;
  const unsaid = keyOfAnotherRegion(configuration, "data stream", message);
  return {
    ...{ kind, action, code, message },
    ...(unsaid !== undefined && { explanation: unsaid }),
    ...reasonsOf(configuration, denied),
  };
}

function deniedIn(decisions: readonly DecisionRecord[], requestId: string): readonly DecisionRecord[] {
  return decisions.filter((record) => record.requestId === requestId && record.decision.kind !== "allowed");
}

function reasonsOf(
  configuration: Configuration,
  denied: readonly DecisionRecord[],
): Pick<Cause, "grounds" | "explanation" | "denied"> {
  const names = accountNames(configuration);
  const side = (id: string) => sideOf(configuration, id);
  const [first] = denied;
  return {
    denied,
    grounds: denied
      .flatMap(({ request, decision }) => groundsOf(request, decision, names))
      .filter(({ effect }) => effect !== "allows")
      .map((ground) => ({ ...asWritten(ground), side: side(ground.accountId) ?? side(ground.attachedTo) })),
    ...(first !== undefined && { explanation: withGoneAsWritten(explain(first.request, first.decision, names)) }),
  };
}

function asWritten(ground: Ground): Ground {
  const { statement, reasons } = ground;
  return {
    ...ground,
    ...(statement !== undefined && { statement: { ...statement, source: withGoneAsWritten(statement.source) } }),
    reasons: reasons.map(withGoneAsWritten),
  };
}
