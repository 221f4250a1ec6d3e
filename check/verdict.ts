import { gunzipSync } from "node:zlib";
import { type DecisionRecord, explain, type Ground, groundsOf } from "../emulator/index.ts";
import { findStatement } from "../emulator/policy/index.ts";
import type { Configuration, NotChecked } from "./configuration.ts";
import { withGoneAsWritten } from "./principals-named.ts";
import type { RefusedCall } from "./replay/hands.ts";
import type { Encryption, Grant, ObservedObject } from "./replay/observe.ts";
import { deliveredKeys, type Replay } from "./replay/replay.ts";
import { organizationKeys } from "./undescribed.ts";

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

export interface DeliveredObject {
  readonly key: string;
  /** Undefined where the contents are in a form that is not read back here. */
  readonly hasContents: boolean | undefined;
  readonly owner: "A" | "B";
  readonly grants: readonly (Grant & { readonly side: "A" | "B" | undefined })[];
  readonly encryption?: Encryption;
  /** Whether the administrator of account B can read it; undefined where that depends on where the reader is. */
  readonly isReadableInB: boolean | undefined;
}

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

export function outcomeOf(configuration: Configuration, replay: Replay): Outcome {
  const object = deliveredObject(configuration, replay);
  const cause = causeOf(configuration, replay, object);
  const parts = {
    isDelivered: object !== undefined,
    ...(object !== undefined && { object }),
    failures: failuresOf(replay),
    refused: replay.refused.filter(({ code }) => code !== "NotImplemented"),
    notChecked: [...configuration.notChecked, ...notEmulated(configuration, replay)],
  };
  const unknown = parts.notChecked.filter(({ couldMatter }) => couldMatter);
  const [first] = unknown;
  if (first !== undefined && (cause === undefined || isOpen(configuration, cause))) {
    const others = unknown.length > 1 ? ` and ${unknown.length - 1} more` : "";
    const summary = `${first.what} is not checked${others}: ${first.because}`;
    return { ...parts, kind: "inconclusive", summary, ...(cause !== undefined && { cause }) };
  }
  if (cause !== undefined) return { ...parts, kind: "broken", summary: summaryOf(cause), cause };
  const owner = object?.owner ?? "B";
  return {
    ...parts,
    kind: "works",
    summary: `the record arrives, account ${owner} owns the object and account B can read it${object?.isReadableInB === undefined ? " from where its policy allows" : ""}`,
  };
}

/** Whether what is not known might allow it. A document that AWS does not take and an explicit deny are what they are. */
function isOpen({ organization }: Configuration, { kind, denied }: Cause): boolean {
  const [first] = denied;
  if (first === undefined) return kind !== "set-up-refused";
  return (
    first.decision.kind === "implicitly-denied" || (organization === undefined && deniesBy(first, organizationKeys))
  );
}

function summaryOf({ kind, action, code, message }: Cause): string {
  switch (kind) {
    case "set-up-refused":
      return `AWS refuses ${action}: ${code}: ${message}`;
    case "delivery-denied":
      return `nothing arrives: ${action} is denied (${code})`;
    case "delivery-failed":
      return `nothing arrives: ${code}: ${message}`;
    case "unreadable":
      return `the record arrives, but account B cannot read it: ${action} is refused (${code})`;
    case "contents-differ":
      return "an object arrives that does not have the record";
  }
}

function deliveredObject({ bucket, deliveryStream }: Configuration, replay: Replay): DeliveredObject | undefined {
  const written = new Set(deliveredKeys(replay.attempts));
  const object = replay.objects.find(({ key }) => written.has(key));
  if (object === undefined) return undefined;
  const { A, B } = replay.canonicalUserIds;
  const sideOf = (id: string | undefined) => (id === A ? "A" : id === B ? "B" : undefined);
  const { CompressionFormat: compression = "UNCOMPRESSED" } = deliveryStream.destination;
  return {
    key: object.key,
    hasContents: object.reading.kind === "read" ? has(object.reading.contents, replay.data, compression) : undefined,
    owner: sideOf(object.owner) ?? ownerByRule(bucket),
    grants:
      object.acl.kind === "read" ? object.acl.grants.map((grant) => ({ ...grant, side: sideOf(grant.grantee) })) : [],
    ...(object.encryption !== undefined && { encryption: object.encryption }),
    isReadableInB: object.reading.kind === "read" ? true : dependsOnPlace(replay, object) ? undefined : false,
  };
}

/** Where nobody may list: Firehose sends the ACL that gives the object away, and only an ObjectWriter bucket disregards it. */
function ownerByRule({ objectOwnership }: Configuration["bucket"]): "A" | "B" {
  return objectOwnership === "ObjectWriter" ? "A" : "B";
}

/** Whether the administrator is kept out for coming from the wrong network: from where a reader comes is not described. */
function dependsOnPlace({ decisions }: Replay, { reading }: ObservedObject): boolean {
  if (reading.kind === "read") return false;
  const operation = reading.refusal.call.replace(/.*:/, "");
  const last = decisions.findLast((record) => record.operation === operation && record.decision.kind !== "allowed");
  return last !== undefined && deniesBy(last, /^aws:(?:SourceIp|VpcSourceIp|SourceVpc|SourceVpce|SourceVpcArn)$/i);
}

/** Whether the statement that denies asks for a condition key like that. */
function deniesBy({ request, decision }: DecisionRecord, key: RegExp): boolean {
  if (decision.kind !== "explicitly-denied") return false;
  const statement = findStatement(request, decision.by);
  return statement?.conditions.some((condition) => key.test(condition.key)) === true;
}

function has(contents: Uint8Array, data: string, compression: string): boolean | undefined {
  if (compression === "UNCOMPRESSED") return Buffer.from(contents).includes(data);
  if (compression === "GZIP") return gunzipSync(contents).includes(data);
  return undefined;
}

function causeOf(configuration: Configuration, replay: Replay, object: DeliveredObject | undefined): Cause | undefined {
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
  return {
    kind: first === undefined ? "delivery-failed" : "delivery-denied",
    action: first?.request.action ?? `${cause.service}:${cause.operation}`,
    code,
    message: first === undefined ? `${message} (${cause.code}: ${cause.message})` : message,
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
  return { kind, action, code, message, ...reasonsOf(configuration, denied) };
}

function deniedIn(decisions: readonly DecisionRecord[], requestId: string): readonly DecisionRecord[] {
  return decisions.filter((record) => record.requestId === requestId && record.decision.kind !== "allowed");
}

function reasonsOf(
  { accountA, accountB }: Configuration,
  denied: readonly DecisionRecord[],
): Pick<Cause, "grounds" | "explanation" | "denied"> {
  const names = new Map([
    [accountA.id, `account A (${accountA.id})`],
    [accountB.id, `account B (${accountB.id})`],
  ]);
  const sideOf = (id: string) => (id === accountA.id ? "A" : id === accountB.id ? "B" : undefined);
  const [first] = denied;
  return {
    denied,
    grounds: denied
      .flatMap(({ request, decision }) => groundsOf(request, decision, names))
      .filter(({ effect }) => effect !== "allows")
      .map((ground) => ({ ...asWritten(ground), side: sideOf(ground.accountId) ?? sideOf(ground.attachedTo) })),
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
